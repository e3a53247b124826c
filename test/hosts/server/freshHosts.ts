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

/** Gives the tests of a `describe` a set of hosts, to which each request adds a host. */
export function freshHosts(name: string): (spec?: HostSpec) => Promise<Host> {
    const set = `${name}-${process.pid}`;
    before(() => up({ set, hosts: [] }));
    after(() => down(set));
    return async (spec = {}) => (await addHosts(set, [spec]))[0] as Host;
}

/** What the program can change on a host: files, and the kernel's values. */
export interface HostState {
    readonly files: Snapshot;
    readonly kernel: unknown;
}

/** Takes a snapshot of what the program can change. */
export async function stateOf(host: Host): Promise<HostState> {
    const folders = ["/etc", "/run", "/tmp", "/root", "/var/lib", "/var/tmp", "/usr/local"];
    return { files: snapshot(host, folders), kernel: await sysctl(host) };
}

/** Asserts that a host is byte for byte as it was. */
export async function assertUnchanged(host: Host, before: HostState): Promise<void> {
    const now = await stateOf(host);
    assert.deepEqual(differences(before.files, now.files), []);
    assert.deepEqual(now.kernel, before.kernel);
}

/** Asserts that a user can still log in. */
export async function assertLogin(host: Host): Promise<void> {
    const { stdout, stderr } = await ssh(host, "echo in");
    assert.equal(stdout, "in\n", stderr);
}

/** Asserts that a run failed with this message, that the host is unchanged, and that a user can log in. */
export async function mustFail(host: Host, before: HostState, result: Result, words: RegExp): Promise<void> {
    assert.match(result.stderr, words);
    assert.equal(result.exitCode, 1, result.stderr);
    assert.equal(result.stdout, "");
    await assertUnchanged(host, before);
}

/** Returns the expected lines that are not effective in sshd; empty if all are. */
export async function missing(host: Host, wanted: readonly string[] = settings): Promise<string[]> {
    const values = await effective(host);
    return wanted.filter((line) => {
        const [keyword = "", ...words] = line.split(" ");
        return values.get(keyword.toLowerCase())?.[0] !== words.join(" ");
    });
}

/** Runs a shell command on a host, which must succeed. The words are `$1` and so on. */
export function script(host: Host, text: string, ...words: string[]): Promise<string> {
    return mustExec(host, ["sh", "-euc", text, "sh", ...words]);
}

/** Makes the daemon of a light host read its files again, and waits until it has. */
export async function reload(host: Host): Promise<void> {
    await script(
        host,
        `touch /run/before && kill -HUP "$(cat /run/sshd.pid)"
        for _ in $(seq 500); do test /run/sshd.pid -nt /run/before && break; sleep 0.02; done
        test /run/sshd.pid -nt /run/before && rm /run/before`,
    );
}

/** Shell code that stops the daemon of a light host, and waits until it is gone: it removes its pid file last. */
export const stopDaemon = `kill "$(cat /run/sshd.pid)"
    for _ in $(seq 500); do test -e /run/sshd.pid || break; sleep 0.02; done
    test ! -e /run/sshd.pid`;

/** Waits until a shell condition holds on a host. */
export async function until(host: Host, condition: string): Promise<void> {
    const { exitCode } = await exec(host, `for _ in $(seq 500); do ${condition} && exit; sleep 0.02; done; exit 1`);
    assert.equal(exitCode, 0, `"${condition}" never held`);
}
