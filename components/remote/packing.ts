import { gzipSync, strToU8 } from "fflate";
import { type ProgramName, programText } from "../shell/programs";

/**
 * What goes to a host on standard input: a shell program, packed, and what unpacks and runs it there with the arguments
 * of the command line. A packed program that does not arrive whole is never begun.
 *
 * It stands in the state twice for each host, hence packed; see docs/decisions/2026-11-22-packed-host-program.md.
 */
export function packedProgram(name: ProgramName): string {
    const known = packed.get(name);
    if (known !== undefined) return known;
    const text = pack(programText(name), name);
    packed.set(name, text);
    return text;
}

const packed = new Map<ProgramName, string>();

/** Packs a shell program. The same text gives the same result on every machine, or else every host would change. */
export function pack(program: string, name: ProgramName = "server"): string {
    const bytes = gzipSync(strToU8(withoutComments(program)), { level: 9, mtime: 0 });
    return [
        `# The ${name} program of pulumi-ssh-keepalive: components/shell/${name} without its comments, gzip, base64.`,
        // No here-document, for which some shells need a file and thus a disk that is not full.
        "p=$(printf %s '",
        Buffer.from(bytes).toString("base64"),
        `' | base64 -d | gzip -dc) && eval "$p"`,
        "",
    ].join("\n");
}

/** Without comment lines, empty lines and indentation, none of which the programs' own texts have. */
export function withoutComments(program: string): string {
    return program.replace(/^[ \t]+/gm, "").replace(/^(#.*)?\n/gm, "");
}

/** What goes to a shell on this machine: the program as it is, since not every system unpacks base64 in the same way. */
export function plainProgram(name: ProgramName): string {
    return withoutComments(programText(name));
}
