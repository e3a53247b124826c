/**
 * The shell's grammar, from `unbash`. It ships ECMAScript modules only; require() takes those since Node.js 20.19, and
 * in the bundle they are compiled in.
 */
import type * as unbash from "unbash" with { "resolution-mode": "import" };

// eslint-disable-next-line @typescript-eslint/no-require-imports
export const { parse } = require("unbash") as typeof unbash;

export type {
    Command,
    Assignment,
    ArithmeticExpression,
    ArithmeticFor,
    CompoundList,
    TestExpression,
    Function as FunctionDefinition,
    HereDoc,
    PipelineNode,
    ParameterExpansionPart,
    Redirection,
    Script,
    Statement,
    While,
    Case,
    For,
    Word,
    WordPart,
} from "unbash" with { "resolution-mode": "import" };
