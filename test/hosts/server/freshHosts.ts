import assert from "node:assert/strict";
import {
    type Host,
    type HostSpec,
    type Result,
    type Snapshot,
    addHosts,
    differences,
    down,
    effective,
    exec,
    mustExec,
    snapshot,
    ssh,
    sysctl,
    up,
} from "../../support/testbed";
import { settings } from "./program";

/** Gives the tests of a `describe` a set of hosts that grows by a host whenever one is asked for. */
export function freshHosts(name: string): (spec?: HostSpec) => Promise<Host> {
    const set = `${name}-${process.pid}`;
    before(() => up({ set, hosts: [] }));
    after(() => down(set));
    return async (spec = {}) => (await addHosts(set, [spec]))[0] as Host;
}

/** What the program could have changed on a host: files, and the kernel's values. */
export interface Look {
    readonly files: Snapshot;
    readonly kernel: unknown;
}

/** Takes down what the program could have changed. */
export async function look(host: Host): Promise<Look> {
    const folders = ["/etc", "/run", "/tmp", "/root", "/var/lib", "/var/tmp", "/usr/local"];
    return { files: snapshot(host, folders), kernel: await sysctl(host) };
}

/** Sees that a host is, to the byte, as it was. */
export async function isAsItWas(host: Host, before: Look): Promise<void> {
    const now = await look(host);
    assert.deepEqual(differences(before.files, now.files), []);
    assert.deepEqual(now.kernel, before.kernel);
}

/** Sees that someone can still log in. */
export async function letsPeopleIn(host: Host): Promise<void> {
    const { stdout, stderr } = await ssh(host, "echo in");
    assert.equal(stdout, "in\n", stderr);
}

/** Sees that a run was refused or undone with these words, that the host is as it was, and lets people in. */
export async function refused(host: Host, before: Look, result: Result, words: RegExp): Promise<void> {
    assert.match(result.stderr, words);
    assert.equal(result.exitCode, 1, result.stderr);
    assert.equal(result.stdout, "");
    await isAsItWas(host, before);
}

/** The wanted lines that sshd does not make effective; none if all is well. */
export async function missing(host: Host, wanted: readonly string[] = settings): Promise<string[]> {
    const values = await effective(host);
    return wanted.filter((line) => {
        const [keyword = "", ...words] = line.split(" ");
        return values.get(keyword.toLowerCase())?.[0] !== words.join(" ");
    });
}

/** Runs a command of a host's own shell that must succeed, `$1` and so on being the words. */
export function script(host: Host, text: string, ...words: string[]): Promise<string> {
    return mustExec(host, ["sh", "-euc", text, "sh", ...words]);
}

/** Has the daemon of a light host read its files again, and waits until it has. */
export async function reread(host: Host): Promise<void> {
    await script(
        host,
        `touch /run/before && kill -HUP "$(cat /run/sshd.pid)"
        for _ in $(seq 500); do test /run/sshd.pid -nt /run/before && break; sleep 0.02; done
        test /run/sshd.pid -nt /run/before && rm /run/before`,
    );
}

/** Shell code that ends the daemon of a light host, which removes its pid file last, and goes on when it has. */
export const stopDaemon = `kill "$(cat /run/sshd.pid)"
    for _ in $(seq 500); do test -e /run/sshd.pid || break; sleep 0.02; done
    test ! -e /run/sshd.pid`;

/** Waits until a shell condition holds on a host. */
export async function until(host: Host, condition: string): Promise<void> {
    const { exitCode } = await exec(host, `for _ in $(seq 500); do ${condition} && exit; sleep 0.02; done; exit 1`);
    assert.equal(exitCode, 0, `it never came to "${condition}"`);
}
