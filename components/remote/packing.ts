import { gzip } from "pako";
import { type ProgramName, programText } from "../shell/programs";

/**
 * What goes to a host on standard input: a shell program, packed, each line a comment to any shell, under a line that
 * ends any shell. Only `launcher` unpacks it and runs it with the arguments of the command line. One that does not arrive
 * whole is never begun.
 *
 * It stands in the state twice for each host, hence packed; see docs/decisions/2026-11-22-packed-host-program.md.
 */
export function packedProgram(name: ProgramName): string {
    const known = packed.get(name);
    if (known !== undefined) return known;
    const text = pack(wholeText(name));
    packed.set(name, text);
    return text;
}

const packed = new Map<ProgramName, string>();

/** A program that ends its shell when it has come to its end, by which `launcher` knows that it did. */
function wholeText(name: ProgramName): string {
    return `${programText(name)}exit\n`;
}

/** Packs a shell program. The same text gives the same result on every machine, or else every host would change. */
export function pack(program: string): string {
    return [forOtherShells, unpacking, `#${Buffer.from(packedBytes(program)).toString("base64")}`, ""].join("\n");
}

/**
 * The shell code, for `sh -c`, that runs what comes on standard input: a `packedProgram` or a `plainProgram`. It ends with
 * 0 only if a whole program has come to its own end, since that exits; see
 * docs/decisions/2026-11-25-proof-of-arrival.md. The second line of what comes says how to read the rest. One line, without
 * apostrophe, backslash and exclamation mark, so that every login shell passes it on as it is; without a command, so that
 * nothing else in PATH can take its place; and short, since a preview shows 150 characters of a command.
 */
export const launcher = 'read x;read -r x p;eval "${p:?no program arrived}";exit 97';

/** How a packed program is read: by the system's own tools first, since what else is in PATH has not been looked at yet. */
const unpacking = runs("PATH=/usr/bin:/bin:$PATH;sed s/^#//|base64 -d|gzip -dc");

/** How a plain program is read. */
const reading = runs("cat");

/** What is said where the program does not end by itself, as it always does: it has no end, or none of it is there. */
function runs(read: string): string {
    const said =
        "pulumi-ssh-keepalive: no program arrived whole, or it cannot be unpacked here (full disk?); nothing was changed.";
    return `# p=$(${read})&&eval "$p";echo "${said}">&2`;
}

/** The same in sh, csh and fish: what a shell does that was started in the place of the one that had the command. */
const forOtherShells = `echo "pulumi-ssh-keepalive: a start-up file of the login shell started another shell (exec zsh?), so this command never ran"; exit 97`;

/** The bytes of a packed program, before base64: the measure that docs/benchmarks.md uses. Shorter blocks pack it best. */
export function packedBytes(program: string): Uint8Array {
    return gzip(withShortNames(withoutComments(program)), { level: 9, memLevel: 6 });
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
    return [forOtherShells, reading, withoutComments(wholeText(name))].join("\n");
}
