import * as fs from "node:fs";
import * as path from "node:path";
import { gzipSync, strToU8 } from "fflate";

/**
 * What goes to a host on standard input: the host program, packed, and what unpacks and runs it there with the
 * arguments of the command line. A packed program that does not arrive whole is never begun.
 *
 * It stands in the state twice for each host, hence packed; see docs/decisions/2026-11-22-packed-host-program.md.
 */
export function hostProgram(): string {
    return (packed ??= pack(fs.readFileSync(path.join(__dirname, "keepalive.sh"), "utf8")));
}

let packed: string | undefined;

/** Packs a shell program. The same text gives the same result on every machine, or else every host would change. */
export function pack(program: string, source = "host/keepalive.sh"): string {
    const bytes = gzipSync(strToU8(withoutComments(program)), { level: 9, mtime: 0 });
    return [
        `# The host program of pulumi-ssh-keepalive: components/${source} without its comments, gzip, base64.`,
        // No here-document, for which some shells need a file and thus a disk that is not full.
        "p=$(printf %s '",
        Buffer.from(bytes).toString("base64"),
        `' | base64 -d | gzip -dc) && eval "$p"`,
        "",
    ].join("\n");
}

/** Without comment lines, empty lines and indentation, none of which the program's own texts have. */
export function withoutComments(program: string): string {
    return program.replace(/^[ \t]+/gm, "").replace(/^(#.*)?\n/gm, "");
}
