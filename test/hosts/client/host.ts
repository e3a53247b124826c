import assert from "node:assert/strict";
import type { Drift } from "../../../components";
import { launcher, plainProgram } from "../../../components/remote/packing";
import * as hosts from "../../support/testbed";

export const settings = ["ServerAliveInterval 60", "ServerAliveCountMax 4"];
export const block = (made: string, owner = "a/b/c"): RegExp =>
    new RegExp(
        [
            "# BEGIN pulumi-ssh-keepalive\n# Managed by Pulumi .*\n",
            `# owner: ${owner}\n# checksum: \\d+\n${made === "" ? "" : `# made here: ${made}\n`}`,
            "Host \\*\n {4}ServerAliveInterval 60\n {4}ServerAliveCountMax 4\n# END pulumi-ssh-keepalive\n",
        ].join(""),
        "u",
    );

export interface Report {
    readonly changed: boolean;
    readonly line: number;
    readonly file: string;
    readonly effective: Readonly<Record<string, string>>;
    readonly drift: readonly Drift[];
    readonly warnings: readonly string[];
}

interface Run {
    readonly user?: hosts.HostUser;
    readonly shell?: readonly string[];
    readonly words?: readonly string[];
    readonly owner?: string;
}

/** The arguments of a function after the host. */
type RunOptions<F> = F extends (host: hosts.Host, ...args: infer Rest) => unknown ? Rest : never;

interface ClientHost {
    readonly exec: (...args: RunOptions<typeof hosts.exec>) => ReturnType<typeof hosts.exec>;
    readonly mustExec: (...args: RunOptions<typeof hosts.mustExec>) => ReturnType<typeof hosts.mustExec>;
    readonly ssh: (...args: RunOptions<typeof hosts.ssh>) => ReturnType<typeof hosts.ssh>;
    /** Runs the program. */
    readonly run: (verb: "apply" | "restore", how?: Run) => ReturnType<typeof hosts.exec>;
    /** Runs the program, which must succeed. */
    readonly mustSucceed: (verb: "apply" | "restore", how?: Run) => Promise<Report>;
    /** Runs the program, which must fail with this message and change nothing. */
    readonly mustFail: (words: RegExp, how?: Run) => Promise<void>;
    readonly read: (file: string) => Promise<string>;
    readonly write: (content: string, file?: string, mode?: string) => Promise<string>;
    /** The value of a keyword for a host in ssh -G. */
    readonly sshValue: (name: string, keyword: string) => Promise<string>;
}

/** Provides a host for the tests of a file, and what they do on it. Each test begins without a ~/.ssh/config. */
export function clientHost(name: string): ClientHost {
    const set = `client-${name}-${process.pid}`;
    let host: hosts.Host;
    before(async () => {
        host = (await hosts.up({ set, hosts: [{ name: "one" }] })).host("one");
    });
    after(() => hosts.down(set));
    beforeEach(() => hosts.mustExec(host, "rm -rf /root/.ssh/config /home/*/.ssh /home/*/.pulumi* /root/dotfiles"));
    const exec: ClientHost["exec"] = (...args) => hosts.exec(host, ...args);
    const mustExec: ClientHost["mustExec"] = (...args) => hosts.mustExec(host, ...args);
    const ssh: ClientHost["ssh"] = (...args) => hosts.ssh(host, ...args);
    return { sshValue, mustSucceed, exec, mustExec, read, mustFail, run, ssh, write };

    function run(verb: "apply" | "restore", { user = "root", shell = ["sh"], words, owner = "a/b/c" }: Run = {}) {
        const wanted = verb === "apply" ? (words ?? ["--pattern", "*", ...settings]) : [];
        const argv = [...shell, "-c", launcher, "keepalive", verb, "--owner", owner, ...wanted];
        return exec(argv, { user, stdin: plainProgram("client") });
    }

    async function mustSucceed(verb: "apply" | "restore", how: Run = {}): Promise<Report> {
        const { exitCode, stdout, stderr } = await run(verb, how);
        assert.equal(exitCode, 0, stderr);
        return JSON.parse(stdout) as Report;
    }

    async function mustFail(words: RegExp, how: Run = {}): Promise<void> {
        const before = await read("/root/.ssh/config");
        const { exitCode, stdout, stderr } = await run("apply", how);
        assert.deepEqual({ exitCode, stdout }, { exitCode: 1, stdout: "" });
        assert.match(stderr, words);
        assert.match(stderr, /nothing was changed\./);
        assert.equal(await read("/root/.ssh/config"), before);
        assert.equal((await exec("ls -A /root /root/.ssh | grep -e pulumi")).stdout, "");
    }

    async function read(file: string): Promise<string> {
        return (await exec(["cat", file])).stdout;
    }

    function write(content: string, file = "/root/.ssh/config", mode = "600") {
        const line = `umask 077; mkdir -p "\${1%/*}" && cat >"$1" && chmod ${mode} "$1"`;
        return mustExec(["sh", "-c", line, "sh", file], { stdin: content });
    }

    async function sshValue(name: string, keyword: string): Promise<string> {
        const { stdout } = await exec(["ssh", "-G", name]);
        return new RegExp(`^${keyword} (.*)$`, "mu").exec(stdout)?.[1] ?? "";
    }
}
