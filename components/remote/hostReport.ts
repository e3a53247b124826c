/** What both host programs report. */
export interface HostFindings {
    /** Whether anything on the host was changed. */
    changed: boolean;
    /** The version as OpenSSH gives it, for example `OpenSSH_9.2`; empty where there is none to ask. */
    openssh: string;
    /** What the host's own programs said in the end, by directive or sysctl key. */
    effective: Record<string, string>;
    /** What they said before. */
    previous: Record<string, string>;
    /** What had drifted from what the last apply had set, and has been put right. */
    drift: Drift[];
    /** What the user should know. */
    warnings: string[];
}

/** A setting that was not effective where an earlier apply had made it so. */
export interface Drift {
    /** The directive or sysctl key, for example `ClientAliveInterval`. */
    key: string;
    /** The value that the last apply had set. */
    wanted: string;
    /** The value that was found. */
    found: string;
    /** The file and line that wins, where the program found it; empty otherwise. */
    by: string;
}

/**
 * The last line that is a JSON object, since a login shell may print lines of its own. Throws an Error that says what
 * came instead.
 */
export function lastObject(stdout: string): unknown {
    const line = stdout
        .split("\n")
        .map((text) => text.trim())
        .filter((text) => text.startsWith("{") && text.endsWith("}"))
        .at(-1);
    if (line === undefined) {
        throw new Error(`the host program's report is missing; its output was ${JSON.stringify(stdout.slice(0, 200))}`);
    }
    return JSON.parse(line);
}
