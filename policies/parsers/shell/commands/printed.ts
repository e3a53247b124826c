import { namesSetting, settingNamedIn } from "../../text";
import { unknownLinesOf, unknownText } from "../../unknown";
import { print } from "../state/io";
import type { Shell } from "../state/shell";

/** `echo`. Without -e, dash and bash interpret a backslash differently, so text with one is unknown. */
export function echo(args: readonly string[], shell: Shell): void {
    let escapes = false;
    let newline = "\n";
    let first = 0;
    for (; /^-[neE]+$/.test(args[first] ?? ""); first++) {
        const options = args[first]!;
        escapes = options.includes("e") || (escapes && !options.includes("E"));
        newline = options.includes("n") ? "" : newline;
    }
    const text = args.slice(first).join(" ");
    const isOpen = !escapes && text.includes("\\");
    const [, beforeEnd] = (escapes ? /^((?:[^\\]|\\[^c])*?)\\c/ : /^(?!)/).exec(text) ?? [];
    if (isOpen) print(unknownLinesOf(settingNamedIn(text)), shell);
    else if (beforeEnd !== undefined) print(unescape(beforeEnd), shell);
    else print((escapes ? unescape(text) : text) + newline, shell);
}

/** `printf`, which repeats the format until no argument is left. Unsupported conversions are unknown. */
export function printf(args: readonly string[], shell: Shell): void {
    if (args[0] === "-v") {
        const inner = { ...shell, output: "" };
        printf(args.slice(2), inner);
        shell.variables.set(args[1] ?? "", inner.output);
        return;
    }
    const [format = "", ...values] = args[0] === "--" ? args.slice(1) : args;
    const rest = [...values];
    do {
        const text = unescape(
            format.replace(/%%|%[-+ #0-9.]*([a-zA-Z])/g, (conversion, kind: string | undefined) => {
                if (kind === undefined) return "%";

                const value = rest.shift() ?? (/[bqs]/.test(kind) ? "" : "0");
                if (kind === "b") return value;

                const text = converted(conversion, kind, value);
                if (text !== undefined) return text.replaceAll("\\", "\\\\");

                if (namesSetting(value)) shell.files.unread.add("a conversion of printf");

                return unknownText;
            }),
        );
        print(text, shell);
    } while (rest.length > 0 && rest.length < values.length && /%[-+ #0-9.]*[a-zA-Z]/.test(format));
}

/** Formats a value for a conversion such as `%-10s`, `%05d` or `%q`; undefined for unsupported ones. */
function converted(conversion: string, kind: string, value: string): string | undefined {
    if (/^%[sdi]$/.test(conversion)) return value;

    if (kind === "q") return conversion === "%q" && /^[\w./:@%+=,-]+$/.test(value) ? value : undefined;

    const [, left, zero, width = ""] = /^%(-)?(0)?([1-9][0-9]{0,2})?[sdi]$/.exec(conversion) ?? [];
    if (width === "" || (kind !== "s" && !/^(0|[1-9][0-9]*)$/.test(value)) || (kind === "s" && zero !== undefined))
        return undefined;

    return left === undefined ? value.padStart(Number(width), zero ?? " ") : value.padEnd(Number(width));
}

const escapes: Record<string, string | undefined> = {
    n: "\n",
    t: "\t",
    r: "\r",
    "\\": "\\",
    '"': '"',
    a: "\x07",
    b: "\b",
    e: "\x1b",
    f: "\f",
    v: "\v",
};

function unescape(text: string): string {
    return text.replace(/\\(0?[0-7]{1,3}|x[0-9a-fA-F]{1,2}|.)/gs, (whole, escaped: string) => {
        if (/^[0-7]/.test(escaped)) return String.fromCharCode(parseInt(escaped, 8));

        if (/^x./.test(escaped)) return String.fromCharCode(parseInt(escaped.slice(1), 16));

        return escapes[escaped] ?? whole;
    });
}
