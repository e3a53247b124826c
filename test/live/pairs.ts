import * as fs from "node:fs";
import { renderSshConfig } from "../../core/render/sshConfig";
import { renderSshdConfig } from "../../core/render/sshdConfig";
import { sysctlLines } from "../../core/render/sysctl";
import type { ClientSettings, KernelSettings, ServerSettings } from "../../core/settings";
import { type Host, type HostSpec, type Suite, addHosts, mustExec, openSet } from "../support/testbed";

/** A suite, or Debian 13 with OpenSSH from its backports. */
export type System = Suite | "trixie-backports";

/** A server and a client with the same OpenSSH, and the settings of each. */
export interface PairSpec {
    readonly suite: System;
    readonly server?: ServerSettings;
    readonly client?: ClientSettings;
    /** The time in the server's RekeyLimit, in seconds. */
    readonly rekeyInterval?: number;
    readonly serverKernel?: Kernel;
    readonly clientKernel?: Kernel;
}

/** The values of one host's kernel. */
interface Kernel extends KernelSettings {
    readonly tcpRetries2?: number;
}

export interface Pair {
    readonly server: Host;
    readonly client: Host;
}

/**
 * Boots the pairs, each host with the files that the project renders for it, and returns them in the order of their
 * specs.
 */
export async function bootPairs(set: string, specs: readonly PairSpec[]): Promise<Pair[]> {
    const key = { "/root/.ssh/id_ed25519": { content: fs.readFileSync(openSet(set).privateKeyFile), mode: 0o600 } };
    const hosts = await addHosts(
        set,
        specs.flatMap(({ suite, server, client, rekeyInterval }, index) => [
            {
                name: `server${index}`,
                ...systemSpec(suite),
                files: {
                    "/etc/ssh/sshd_config.d/00-live.conf": renderSshdConfig(server ?? {}, "live/test/keepalive"),
                    ...(rekeyInterval && {
                        "/etc/ssh/sshd_config.d/01-rekey.conf": `RekeyLimit default ${rekeyInterval}\n`,
                    }),
                },
            },
            {
                name: `client${index}`,
                ...systemSpec(suite),
                files: { ...key, "/root/.ssh/config": { content: renderSshConfig(client ?? {}), mode: 0o600 } },
            },
        ]),
    );
    const pairs = specs.map((_, index) => ({ server: hosts[2 * index], client: hosts[2 * index + 1] }) as Pair);
    for (const [index, { server, client }] of pairs.entries()) {
        await setKernel(server, specs[index]?.serverKernel);
        await setKernel(client, specs[index]?.clientKernel);
    }
    return pairs;
}

function systemSpec(system: System): Pick<HostSpec, "suite" | "packages"> {
    if (system !== "trixie-backports") return { suite: system };
    const packages = ["openssh-client", "openssh-server", "openssh-sftp-server"].map((name) => `${name}/${system}`);
    return { suite: "trixie", packages };
}

async function setKernel(host: Host, { tcpRetries2, ...keepalive }: Kernel = {}): Promise<void> {
    const lines = [
        ...sysctlLines(keepalive),
        ...(tcpRetries2 === undefined ? [] : [`net.ipv4.tcp_retries2 = ${tcpRetries2}`]),
    ];
    if (lines.length > 0) await mustExec(host, ["sysctl", "-p", "-"], { stdin: lines.join("\n") });
}
