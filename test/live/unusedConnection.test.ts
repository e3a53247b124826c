import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { describeTiming } from "../../core/timing/describe";
import { down, execArgv, up } from "../support/testbed";
import { type Pair, bootPairs } from "./pairs";

const set = "live-unused";

/** The client answers every probe of sshd, and has no channel that could be idle. */
const server = { clientAliveInterval: 3, clientAliveCountMax: 3, unusedConnectionTimeout: 8 };

describe("A connection without channels", () => {
    let pairs: Pair[];
    before(async () => {
        await up({ set, hosts: [] });
        pairs = await bootPairs(set, [
            { suite: "bookworm", server },
            { suite: "trixie", server },
            { suite: "forky", server },
        ]);
    });
    after(() => down(set));

    it("ends when the model predicts, on OpenSSH 9.2, 10.0 and 10.6", async () => {
        const ends = await Promise.all(pairs.map(lifeOfUnusedConnection));
        for (const [index, end] of ends.entries()) {
            const openssh = pairs[index]?.server.openssh ?? "";
            const { unusedConnectionEnds } = describeTiming({ server }, { openssh });
            const off = Math.abs(end - (unusedConnectionEnds ?? Infinity));
            assert.ok(off <= 1.5, `${end} s on ${openssh}, and ${unusedConnectionEnds} s was predicted`);
        }
    });
});

/** Seconds from the login of an `ssh -N` to its end. */
async function lifeOfUnusedConnection({ client, server: { address } }: Pair): Promise<number> {
    const options = ["BatchMode=yes", "StrictHostKeyChecking=no", "UserKnownHostsFile=/dev/null"];
    const [program, ...rest] = execArgv(client, [
        "ssh",
        "-N",
        "-v",
        ...options.flatMap((option) => ["-o", option]),
        `root@${address}`,
    ]) as [string, ...string[]];
    const child = spawn(program, rest, { stdio: ["ignore", "ignore", "pipe"] });
    return new Promise((resolve, reject) => {
        let output = "";
        let begun: number | undefined;
        const timer = setTimeout(() => child.kill("SIGKILL"), 60_000);
        child.stderr.on("data", (chunk: Buffer) => {
            output += chunk.toString("utf8");
            begun ??= output.includes("Authenticated to") ? performance.now() : undefined;
        });
        child.once("error", reject);
        child.once("close", () => {
            clearTimeout(timer);
            if (begun === undefined)
                reject(new Error(`ssh on ${client.name} has not logged in: ${output.slice(-1000)}`));
            else resolve((performance.now() - begun) / 1000);
        });
    });
}
