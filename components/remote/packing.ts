import { gzip } from "pako";
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
    const bytes = packedBytes(program);
    return [
        `# The ${name} program of pulumi-ssh-keepalive: components/shell/${name} without comments, names shortened, gzip, base64.`,
        // No here-document, for which some shells need a file and thus a disk that is not full.
        "p=$(printf %s '",
        Buffer.from(bytes).toString("base64"),
        `' | base64 -d | gzip -dc) && eval "$p"`,
        "",
    ].join("\n");
}

/** The bytes of a packed program, before base64: the measure that docs/benchmarks.md uses. */
export function packedBytes(program: string): Uint8Array {
    return gzip(withShortNames(withoutComments(program)), { level: 9 });
}

/**
 * With a short name in the place of each function and variable whose name has an underscore, which saves a twelfth. No
 * word of a message, a file or another program's language looks like that; one that does is not given to a variable.
 */
export function withShortNames(program: string): string {
    const word = /\b[a-z]+_[a-z0-9_]+\b/g;
    const given = [
        ...[...program.matchAll(/(?<![\w$])([a-z]+_\w+)(?:=|\(\) \{)/g)].map(([, name = ""]) => name),
        ...[...program.matchAll(/\b(?:read -r|for) ([\w ]+)/g)].flatMap(([, names = ""]) => names.split(" ")),
    ];
    const own = new Set(given);
    // Numbered as they come: neighbours then look alike, which packs best.
    const short = new Map<string, string>();
    return program.replace(word, (name) => {
        if (!own.has(name)) return name;
        const known = short.get(name) ?? `_${short.size.toString(36)}`;
        short.set(name, known);
        return known;
    });
}

/** Without comment lines, empty lines and indentation, none of which the programs' own texts have. */
export function withoutComments(program: string): string {
    return program.replace(/^[ \t]+/gm, "").replace(/^(#.*)?\n/gm, "");
}

/** What goes to a shell on this machine: the program as it is, since not every system unpacks base64 in the same way. */
export function plainProgram(name: ProgramName): string {
    return withoutComments(programText(name));
}
