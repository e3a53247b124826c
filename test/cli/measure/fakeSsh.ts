import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { temporaryFolder } from "../../support/temporaryFolder";
import { identify } from "../../support/testbed/processes";

/** What `ssh -v` prints after its login. */
export const loggedIn = "echo 'Authenticated to web1 ([198.51.100.7]:22) using \"publickey\".' >&2";

/** The "host" is this machine's own shell. */
export const shell = `${loggedIn}\nexec sh -s`;

/**
 * Gives each test a directory at the start of PATH, and a way to put a fake ssh there; it records its calls in the file
 * `calls`.
 */
export function fakeSsh(): {
    bin: () => string;
    /**
     * Installs an ssh that runs this script instead of connecting. For -G it prints the settings, or runs the other
     * script.
     */
    ssh: (connection: string, settings?: string, configured?: string) => void;
    /** The process ids of the connections that have not ended. */
    connections: () => number[];
    /** A line of shell with which another process counts as a connection. */
    recordPid: string;
} {
    let bin = "";
    const recordPid = 'echo $$ >>"${0%/*}/pids"';
    const path = process.env.PATH;
    beforeEach(() => {
        bin = temporaryFolder();
        process.env.PATH = `${bin}${delimiter}${path}`;
    });
    afterEach(() => {
        process.env.PATH = path;
    });
    return {
        bin: () => bin,
        ssh: (connection, settings = "hostname 198.51.100.7\nport 22", configured) => {
            const asked = configured ?? `printf '%s\\n' '${settings}'; exit`;
            const text = [
                "#!/bin/sh",
                `[ "$1" = -G ] && { ${asked}; }`,
                `echo "$*" >>'${bin}/calls'`,
                recordPid,
                connection,
                "",
            ];
            writeFileSync(join(bin, "ssh"), text.join("\n"));
            chmodSync(join(bin, "ssh"), 0o755);
            writeFileSync(join(bin, "pids"), "");
        },
        recordPid,
        connections: () =>
            readFileSync(join(bin, "pids"), "utf8").split("\n").filter(Boolean).map(Number).filter(isRunning),
    };
}

function isRunning(pid: number): boolean {
    try {
        process.kill(pid, 0);
    } catch {
        return false;
    }
    // Linux keeps a process that has ended as a zombie until its parent reads its exit code.
    return !existsSync("/proc/self/stat") || identify(pid) !== undefined;
}
