import * as fs from "node:fs";
import * as path from "node:path";
import { fileNames, type PasteFile, type PasteFiles } from "../../core/explain/files";
import { plainTerminal, type Terminal } from "../output";
import { marksFor, wrapped } from "../text";

/** The files one below the other, each under its place, with what to do with it. */
export function filesText(files: PasteFiles, terminal: Terminal = plainTerminal): string {
    const marks = marksFor(terminal);
    const { columns } = terminal;
    const shown = fileNames.map((name) => files[name]).filter((file) => file.text !== "" || file.notes.length > 0);
    return shown
        .map(({ place, text, commands, notes }) =>
            [
                marks.title(wrapped(`--- ${place}`, columns, 0, 4)),
                ...(text === "" ? [] : [text.replace(/\r\n/g, "\n").trimEnd()]),
                ...(text === "" ? [] : commands.map((command) => marks.faint(commandText(command, columns)))),
                ...notes.map((note) => marks.faint(wrapped(`(${note})`, columns, 0, 1))),
                "",
            ].join("\n"),
        )
        .join("\n");
}

/**
 * Writes the files that have a text into a folder, which is made where it is missing, and answers their paths. What is
 * there by these names is replaced, not followed where it is a link. Throws an Error for a folder that holds anything
 * else, since that would mix somebody else's files with these, and for one that programs read: sshd would take the kernel's
 * file in its `sshd_config.d` for its own and not start any more.
 */
export function writeFiles(files: PasteFiles, folder: string): string[] {
    const written = fileNames.map((name) => files[name]).filter(({ text }) => text !== "");
    const names = new Set(written.map(({ fileName }) => fileName));
    const isRead = [path.resolve(folder), realPathOf(folder)].some((each) => /^\/etc(\/|$)|\.d(\/|$)/.test(each));
    if (isRead) throw new Error(`${folder} is read by programs; name another folder, and copy from there`);
    fs.mkdirSync(folder, { recursive: true });
    const others = fs.readdirSync(folder).filter((name) => !names.has(name));
    if (others.length > 0) {
        throw new Error(
            `${folder} holds other files (${others.slice(0, 3).join(", ")}); name a new or an empty folder`,
        );
    }
    return written.map(({ fileName, text }: PasteFile) => {
        const file = path.join(folder, fileName);
        fs.rmSync(file, { force: true });
        fs.writeFileSync(file, text, { flag: "wx" });
        return file;
    });
}

/** Where the folder really is; of one that is missing, where its nearest parent is. */
function realPathOf(folder: string): string {
    const resolved = path.resolve(folder);
    if (fs.existsSync(resolved)) return fs.realpathSync(resolved);
    const parent = path.dirname(resolved);
    return parent === resolved ? resolved : path.join(realPathOf(parent), path.basename(resolved));
}

// Broken at blanks, with a backslash, so that it can be pasted as it is shown.
function commandText(command: string, columns: number): string {
    if (command.length + 2 <= columns) return `$ ${command}`;
    return `$ ${wrapped(command, columns - 6)
        .split("\n")
        .join(" \\\n    ")}`;
}
