import { packedBase64 } from "../shell/packed";
import { type ProgramName, wholeText, withoutComments } from "../shell/programs";

/**
 * What goes to a host on standard input: a shell program, packed, each line a comment to any shell, under a line that
 * ends any shell. Only `launcher` unpacks it and runs it with the arguments of the command line. A program that does
 * not arrive completely is never started.
 *
 * The state holds it twice for each host, so it is packed; see docs/decisions/2026-11-22-packed-host-program.md.
 */
export function packedProgram(name: ProgramName): string {
    return [forOtherShells, unpacking, `#${packedBase64(name)}`, ""].join("\n");
}

/**
 * The shell code, for `sh -c`, that runs what comes on standard input: a `packedProgram` or a `plainProgram`. It ends with
 * 0 only if a whole program has come to its own end, since that exits; see
 * docs/decisions/2026-11-25-proof-of-arrival.md. The second line of the input contains the code that reads the rest. One line, without
 * apostrophe, backslash and exclamation mark, so that every login shell passes it on as it is; without a command, so that
 * nothing else in PATH can take its place; and short, since a preview shows 150 characters of a command.
 */
export const launcher = 'read x;read -r x p;eval "${p:?no program arrived}";exit 97';

/** How a packed program is read: by the system's own tools first, since the rest of PATH has not been checked yet. */
const unpacking = runs("PATH=/usr/bin:/bin:$PATH;sed s/^#//|base64 -d|gzip -dc");

/** How a plain program is read. */
const reading = runs("cat");

/** The message if the program does not exit by itself, as it always should: it is truncated or missing. */
function runs(read: string): string {
    const message =
        "pulumi-ssh-keepalive: the program did not arrive complete, or cannot be unpacked here (full disk?); nothing was changed.";
    return `# p=$(${read})&&eval "$p";echo "${message}">&2`;
}

/** The same in sh, csh and fish: what a shell does that was started in the place of the one that had the command. */
const forOtherShells = `echo "pulumi-ssh-keepalive: a start-up file of the login shell started another shell (exec zsh?), so this command never ran"; exit 97`;

/** What goes to a shell on this machine: the program as it is, since not every system unpacks base64 in the same way. */
export function plainProgram(name: ProgramName): string {
    return [forOtherShells, reading, withoutComments(wholeText(name))].join("\n");
}
