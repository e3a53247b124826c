/** The shell's grammar, from `unbash`, which ships ECMAScript modules only; require() takes those since Node.js 20.19. */
import type * as unbash from "unbash" with { "resolution-mode": "import" };

// eslint-disable-next-line @typescript-eslint/no-require-imports
export const { forEachChild, parse } = require("unbash") as typeof unbash;

export type { Command, SyntaxNode, Word } from "unbash" with { "resolution-mode": "import" };
