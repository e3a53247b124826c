import { posix } from "node:path";
import type { Files } from "../files";

/** What is known of a shell while its script is followed. */
export interface Shell {
    files: Files;
    /** Functions take what they read and return what they print. */
    functions: Map<string, (stdin: string) => string>;
    /** The working folder; its own object, so that a subshell can have another. */
    folder: { path: string };
    /** Whether a condition decides if this part runs: it then adds to what is known, and takes nothing away. */
    conditional: boolean;
    /** How many scripts in scripts this is. */
    depth: number;
    /** Follows another script in this shell; here so that commands need not import what imports them. */
    run: (script: string, stdin: string, shell: Shell) => string;
}

/** Stands for a working folder that is not known; relative paths in it name no file of interest. */
export const unknownFolder = "/unknown";

/** The whole path of what a script calls by a relative one. */
export function resolve(path: string, shell: Shell): string {
    return path.startsWith("/") ? path : posix.join(shell.folder.path, path);
}
