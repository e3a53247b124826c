import * as fs from "node:fs";
import * as path from "node:path";
import { fileNames, type PasteFiles } from "../../core/explain/files";
import { plainTerminal, type Terminal } from "../output";
import { marksFor, wrapped } from "../text";

/** The files one after the other, each below its path and the command that applies it. */
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
 * Writes the files that have text into a folder, which is created if missing, and returns their paths. Existing files
 * with these names are replaced once all new ones are written; a symbolic link is not followed. Throws an Error, with
 * nothing left behind, if one cannot be written, if the folder contains anything else, so that other files are not mixed
 * with these, or if programs read the folder: in `sshd_config.d`, sshd would parse the kernel's file as its own and no
 * longer start.
 */
export function writeFiles(files: PasteFiles, folder: string): string[] {
    const written = fileNames.map((name) => files[name]).filter(({ text }) => text !== "");
    const names = new Set(written.map(({ fileName }) => fileName));
    const isRead = [path.resolve(folder), realPathOf(folder)].some((each) => /^\/etc(\/|$)|\.d(\/|$)/.test(each));
    if (isRead) throw new Error(`${folder} is read by programs; name another folder, and copy the files from there`);
    const made = fs.mkdirSync(folder, { recursive: true });
    const others = fs
        .readdirSync(folder, { withFileTypes: true })
        .filter((entry) => !names.has(entry.name) || entry.isDirectory())
        .map(({ name }) => name);
    if (others.length > 0) {
        throw new Error(
            `${folder} contains other files (${others.slice(0, 3).join(", ")}); name a new or empty folder`,
        );
    }
    const targets = written.map(({ fileName, text }) => ({ file: path.join(folder, fileName), text }));
    try {
        for (const { file, text } of targets) fs.writeFileSync(`${file}.new`, text, { flag: "wx" });
        for (const { file } of targets) fs.renameSync(`${file}.new`, file);
    } catch (error) {
        for (const name of fs.readdirSync(folder))
            if (name.endsWith(".new") && !names.has(name)) fs.rmSync(path.join(folder, name));
        if (made !== undefined) fs.rmSync(made, { recursive: true });
        throw error;
    }
    return targets.map(({ file }) => file);
}

/** The folder's real path; for a missing folder, that of its nearest existing parent. */
function realPathOf(folder: string): string {
    const resolved = path.resolve(folder);
    if (fs.existsSync(resolved)) return fs.realpathSync(resolved);
    const parent = path.dirname(resolved);
    return parent === resolved ? resolved : path.join(realPathOf(parent), path.basename(resolved));
}

// Wrapped at spaces with a backslash, so that it can be pasted as shown.
function commandText(command: string, columns: number): string {
    if (command.length + 2 <= columns) return `$ ${command}`;
    return `$ ${wrapped(command, columns - 6)
        .split("\n")
        .join(" \\\n    ")}`;
}
