import { hasUnknown } from "../unknown";

/** One line of an sshd_config, split as sshd splits it. */
export interface SshdLine {
    /** In lower case. */
    keyword: string;
    args: string[];
}

/**
 * Splits one line. Returns undefined for an empty line or a comment, and an error message for a line that sshd rejects.
 * Source: strdelim() and argv_split() in OpenSSH's misc.c, and process_server_config_line() in servconf.c.
 */
export function splitSshdLine(line: string): SshdLine | string | undefined {
    const [whole = ""] = line.split("\0", 1); // C strings end at NUL
    const text = withoutBlanksAtEnd(whole).replace(/^[ \t\r]+=?[ \t\r]*|^=[ \t\r]*/, "");
    if (text === "" || text.startsWith("#")) return undefined;

    const [taken = "", bare = "", quoted] = /^([^ \t\r="]*)(?:"([^"]*)")?/.exec(text) ?? [];
    const keyword = bare + (quoted ?? "");
    if (quoted === undefined && text[taken.length] === '"') return undefined; // sshd ignores a line with an unmatched quote here

    const rest = text.slice(taken.length).replace(quoted === undefined ? /^[ \t\r]*=?[ \t\r]*/ : /^[ \t\r]*/, "");
    const args = splitArguments(rest);
    if (args === undefined) return "a quote is not closed";

    if (args.length === 0 && !hasUnknown(keyword)) return "a keyword has no value";

    return { keyword: keyword.toLowerCase(), args };
}

function withoutBlanksAtEnd(line: string): string {
    let end = line.length;
    while (end > 0 && " \t\r\n\f".includes(line[end - 1]!)) end--;

    return line.slice(0, end);
}

/** Splits at blanks outside quotes, up to a comment; undefined if a quote is not closed. */
function splitArguments(text: string): string[] | undefined {
    const args: string[] = [];
    for (let i = 0; i < text.length; i++) {
        if (text[i] === " " || text[i] === "\t") continue;

        if (text[i] === "#") break;

        let arg = "";
        let quote = "";
        for (; i < text.length; i++) {
            const c = text[i]!;
            const next = text[i + 1] ?? "";
            if (c === "\\" && next !== "" && (`'"\\`.includes(next) || (quote === "" && next === " "))) {
                arg += next;
                i++;
            } else if (quote === "" && (c === " " || c === "\t")) {
                break;
            } else if (quote === "" && (c === '"' || c === "'")) {
                quote = c;
            } else if (c === quote) {
                quote = "";
            } else {
                arg += c;
            }
        }
        if (quote !== "") return undefined;

        args.push(arg);
    }
    return args;
}
