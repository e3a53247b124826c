import { unknownText } from "../unknown";

/** What `echo` prints. Without -e a backslash means one thing to dash and another to bash, so it cannot be read. */
export function echo(args: readonly string[]): string {
    let [escapes, newline, first] = [false, "\n", 0];
    for (; /^-[neE]+$/.test(args[first] ?? ""); first++) {
        const options = args[first]!;
        escapes = options.includes("e") || (escapes && !options.includes("E"));
        newline = options.includes("n") ? "" : newline;
    }
    const text = args.slice(first).join(" ");
    if (escapes) {
        return unescape(text) + newline;
    }
    return (text.includes("\\") ? unknownText : text) + newline;
}

/** What `printf` prints: the format again until no argument is left. Other conversions than these are unknown. */
export function printf(args: readonly string[]): string {
    const [format = "", ...values] = args[0] === "--" ? args.slice(1) : args;
    const rest = [...values];
    let text = "";
    do {
        text += unescape(
            format.replace(/%%|%[-+ #0-9.]*([a-zA-Z])/g, (conversion, kind: string | undefined) => {
                if (kind === undefined) {
                    return "%";
                }
                const value = rest.shift() ?? (kind === "s" ? "" : "0");
                if (kind === "b") {
                    return value;
                }
                return /^%[sdi]$/.test(conversion) ? value.replaceAll("\\", "\\\\") : unknownText;
            }),
        );
    } while (rest.length > 0 && rest.length < values.length && /%[a-zA-Z]/.test(format) && text.length < 100_000);
    return text;
}

const escapes: Record<string, string | undefined> = { n: "\n", t: "\t", r: "\r", "\\": "\\", '"': '"' };

function unescape(text: string): string {
    return text.replace(/\\(0?[0-7]{1,3}|x[0-9a-fA-F]{1,2}|.)/gs, (whole, escaped: string) => {
        if (/^[0-7]/.test(escaped)) {
            return String.fromCharCode(parseInt(escaped, 8));
        }
        if (/^x./.test(escaped)) {
            return String.fromCharCode(parseInt(escaped.slice(1), 16));
        }
        return escapes[escaped] ?? whole;
    });
}
