import { posix } from "node:path";
import { hasUnknown } from "../../unknown";
import { resolve, type Shell } from "../state/shell";
import { joinLines } from "./filters";

/** Commands that compute a value from their arguments. They return what they print; undefined if it is unknown. */
export const values: Readonly<
    Record<string, ((args: readonly string[], shell: Shell) => string | undefined) | undefined>
> = {
    basename: ([path = "", suffix = "", ...more]) => {
        if (more.length > 0 || path.startsWith("-")) return undefined;

        const name = posix.basename(path) || path.slice(0, 1); // "/" names itself
        return `${name !== suffix && suffix !== "" && name.endsWith(suffix) ? name.slice(0, -suffix.length) : name}\n`;
    },
    dirname: ([path = "", ...more]) =>
        more.length > 0 || path.startsWith("-") ? undefined : `${posix.dirname(path)}\n`,
    // Only links that the script makes are known.
    readlink: (args, shell) => (/^-(f|e|m)$/.test(args[0] ?? "") ? realPath(args.slice(1), shell) : undefined),
    realpath: (args, shell) => realPath(args, shell),
    seq,
    expr,
};

function realPath(args: readonly string[], shell: Shell): string | undefined {
    const [path, ...more] = args[0] === "--" ? args.slice(1) : args;
    if (path === undefined || more.length > 0 || path.startsWith("-")) return undefined;

    return `${shell.files.locate(resolve(path, shell))}\n`;
}

const maxLines = 500;

/** `seq LAST`, `seq FIRST LAST` and `seq FIRST STEP LAST` with whole numbers. */
function seq(args: readonly string[]): string | undefined {
    if (args.length === 0 || args.length > 3 || !args.every((arg) => /^-?[0-9]{1,9}$/.test(arg))) return undefined;

    const numbers = args.map(Number);
    const last = numbers.at(-1)!;
    const first = numbers.length > 1 ? numbers[0]! : 1;
    const step = numbers.length > 2 ? numbers[1]! : 1;
    const count = step === 0 ? Infinity : Math.floor((last - first) / step) + 1;
    if (count > maxLines) return undefined;

    return joinLines(Array.from({ length: Math.max(count, 0) }, (_, i) => String(first + i * step)));
}

/** `expr A + B` with whole numbers. */
function expr([left = "", operator = "", right = "", ...more]: readonly string[]): string | undefined {
    if (more.length > 0 || ![left, right].every((each) => /^-?[0-9]{1,9}$/.test(each)) || hasUnknown(operator))
        return undefined;

    const [a, b] = [Number(left), Number(right)];
    const value = { "+": a + b, "-": a - b, "*": a * b, "/": Math.trunc(a / b), "%": a % b }[operator];
    return value === undefined || !Number.isSafeInteger(value) ? undefined : `${value}\n`;
}
