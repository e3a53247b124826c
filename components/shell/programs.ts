import * as fs from "node:fs";
import * as path from "node:path";

const server = [
    "server/main",
    "shared/text",
    "shared/managed",
    "shared/owner",
    "shared/arguments",
    "shared/output",
    "server/keywords",
    "server/arguments",
    "server/trust",
    "server/lock",
    "server/state",
    "server/process",
    "server/connection",
    "server/words",
    "server/units",
    "server/daemon",
    "server/others",
    "server/sshd",
    "server/look",
    "server/plan",
    "server/stage",
    "server/check",
    "server/unread",
    "server/entry",
    "server/swap",
    "server/kernel",
    "server/journal",
    "server/finish",
    "shared/report",
    "server/report",
] as const;

/** The parts about the connection, and about settings that others manage. */
const attended: ReadonlySet<string> = new Set([
    "shared/owner",
    "shared/output",
    "server/connection",
    "server/unread",
    "server/entry",
]);

/**
 * The shell programs and their parts, in the order in which they are joined: files of this folder,
 * without `.sh`. A part only defines functions and the variables that they start from, so that a test can load it alone.
 */
export const programs: Readonly<Record<"server" | "userData" | "client", readonly string[]>> = {
    server,
    // For an instance that boots: its 16 KB of user data have no room for parts that it does not need.
    userData: [...server.filter((part) => !attended.has(part)), "server/unattended"],
    client: [
        "client/main",
        "shared/text",
        "shared/managed",
        "shared/owner",
        "shared/arguments",
        "shared/output",
        "client/keywords",
        "client/arguments",
        "client/file",
        "client/apply",
        "client/names",
        "client/base",
        "client/place",
        "client/swap",
        "client/restore",
        "client/check",
        "shared/report",
        "client/report",
    ],
};

export type ProgramName = keyof typeof programs;

/** The text of a program: its parts, one after the other, and the call that starts it. */
export function programText(name: ProgramName): string {
    return [...programs[name].map(partText), 'main "$@"\n'].join("\n");
}

/** A program that exits at its end, by which the launcher of components/remote knows that it arrived completely. */
export function wholeText(name: ProgramName): string {
    return `${programText(name)}exit\n`;
}

/** Without comment lines, empty lines and indentation. */
export function withoutComments(program: string): string {
    return program.replace(/^[ \t]+/gm, "").replace(/^(#.*)?\n/gm, "");
}

/** The text of one part. */
export function partText(part: string): string {
    return fs.readFileSync(path.join(__dirname, `${part}.sh`), "utf8");
}
