/**
 * The parser of shell scripts, from `unbash`. It ships only ECMAScript modules, which require() accepts since Node.js
 * 20.19; the pack's bundle contains it.
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
