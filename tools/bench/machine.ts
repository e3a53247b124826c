import * as os from "node:os";
import { mustRun } from "../../test/support/testbed/run";
import { ansibleVersion } from "./peers/ansible";
import { root } from "./peers/pulumi";

/** The machine on which the benchmark ran. */
export interface Machine {
    readonly processors: number;
    readonly model: string;
    /** GiB. */
    readonly memory: number;
    readonly kernel: string;
    /** Load average of the minute before the first measurement. */
    readonly load: number;
}

export function machine(): Machine {
    return {
        processors: os.availableParallelism(),
        model: os.cpus()[0]?.model ?? "unknown",
        memory: Math.round(os.totalmem() / 2 ** 30),
        kernel: os.release(),
        load: os.loadavg()[0] ?? NaN,
    };
}

/** The versions of all measured programs. */
export async function versions(): Promise<Record<string, string>> {
    const outputOf = async (...argv: string[]): Promise<string> => (await mustRun(argv, { cwd: root })).trim();
    const commit = await outputOf("git", "describe", "--always", "--dirty").catch(() => "unknown");
    return {
        "pulumi-ssh-keepalive": commit,
        pulumi: (await outputOf(`${root}/.toolchain/bin/pulumi`, "version")).replace(/^v/, ""),
        "@pulumi/pulumi": versionOf("@pulumi/pulumi"),
        "@pulumi/command": versionOf("@pulumi/command"),
        "ansible-core": ansibleVersion,
        node: process.versions.node,
        "ssh client": (await outputOf("sh", "-c", "ssh -V 2>&1")).replace(/^OpenSSH_(\S+?),? .*$/s, "$1"),
    };
}

function versionOf(name: string): string {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- read as data
    return (require(`${name}/package.json`) as { version: string }).version;
}
