import assert from "node:assert/strict";
import * as fs from "node:fs";
import { runCli } from "../../cli/runCli";
import { commandsOf } from "../../support/documents";
import { repository } from "../../support/engine";
import { down, exec, sshdLog, up } from "../../support/testbed";
import { mustRun } from "../../support/testbed/run";
import { type NatSpec, type Network, makeNetwork } from "./networks";

const set = "live-measure";

interface Case extends NatSpec {
    readonly title: string;
    /** The end whose first packet the path drops; both by default. */
    readonly losesOnly?: "host";
    readonly how: "dropped" | "reset";
}

/** With the sshd of each release, from the oldest to the newest. */
const cases: readonly Case[] = [
    { name: "strict10", title: "forgets after 10 s and drops", idleTimeout: 10, how: "dropped" },
    {
        name: "strict25",
        title: "forgets after 25 s and drops",
        idleTimeout: 25,
        how: "dropped",
        suite: "bullseye",
    },
    {
        name: "reset15",
        title: "forgets after 15 s and resets",
        idleTimeout: 15,
        silent: false,
        how: "reset",
        suite: "forky",
    },
    {
        name: "reset40",
        title: "forgets after 40 s and resets",
        idleTimeout: 40,
        silent: false,
        how: "reset",
        suite: "trixie",
    },
    {
        name: "loose20",
        title: "forgets after 20 s, and takes up again what the client sends",
        idleTimeout: 20,
        suite: "forky",
        loose: true,
        losesOnly: "host",
        how: "dropped",
    },
    {
        name: "lossy30",
        title: "forgets after 30 s and loses 5 % of all packets",
        idleTimeout: 30,
        loss: 0.05,
        how: "dropped",
    },
];

/** Paths that keep every connection within the limit, or whose host keeps them alive. */
const others: readonly NatSpec[] = [
    { name: "patient", idleTimeout: 3600 },
    { name: "alive", idleTimeout: 3600, sshd: "ClientAliveInterval 9\nClientAliveCountMax 3" },
    { name: "alivelate", idleTimeout: 10, sshd: "ClientAliveInterval 40\nClientAliveCountMax 3" },
    { name: "channel", idleTimeout: 3600, sshd: "ChannelTimeout session:*=14" },
    { name: "kernel", idleTimeout: 3600, tcpKeepaliveTime: 8 },
];

interface Measured {
    readonly trials: { breaker: string; silence: number; outcome: string }[];
    readonly hostSpeaksAfter: number | null;
    readonly hostEndsAfter: number | null;
    readonly tcpKeepaliveTime: number | null;
    readonly notes: string[];
    readonly jumpHosts: string[];
    readonly finding: {
        readonly atLeast: number;
        readonly atMost: number | null;
        readonly networkPath: string[] | null;
        readonly how: Record<string, string | null>;
        readonly bounds: Record<string, { kept: number; lost: number | null }>;
        readonly derived: { server: { clientAliveInterval: number } } | null;
    };
}

/**
 * Asserts that a path's idle timeout is within the bounds, and that the bounds are within the tolerance. Returns the
 * upper bound.
 */
function assertEncloses(idleTimeout: number, measured: Measured): number {
    const { atLeast, atMost } = measured.finding;
    const details = JSON.stringify(measured);
    assert.ok(atMost !== null && atLeast <= idleTimeout && idleTimeout <= atMost, details);
    assert.ok(atMost - atLeast <= 5, details);
    return atMost;
}

/** The whole program measures each path, all of them in parallel. Each test awaits its own. */
describe("measure, through NATs with an idle timeout", () => {
    let network: Network;
    const path = process.env["PATH"];
    let typed: Promise<string>;
    const results = new Map<string, Promise<{ measured: Measured; code: number }>>();

    before(async () => {
        await up({ set, hosts: [] });
        network = await makeNetwork(set, [...cases, ...others]);
        process.env["PATH"] = `${network.bin}:${path}`;
        for (const { name } of cases) results.set(name, json(name, 60));
        process.setMaxListeners(50); // Each measurement receives the Ctrl-C.
        for (const { name } of others) results.set(name, json(name, name === "alive" ? 30 : 16));
        typed = type(commandsOf("docs/measure.md", "Measuring your network"));
        typed.catch(() => undefined);
        results.set("beyond", json("beyond-strict10", 30));
        for (const result of results.values()) result.catch(() => undefined); // Its own test awaits it.
    });
    after(async () => {
        await Promise.allSettled([...results.values(), typed]);
        process.env["PATH"] = path;
        fs.rmSync(network.bin, { recursive: true, force: true });
        await down(set);
    });

    for (const { name, title, idleTimeout, losesOnly, how } of cases) {
        it(`finds a path that ${title}`, async () => {
            const { measured, code } = await resultOf(name);
            const { atLeast, bounds, networkPath, derived } = measured.finding;
            const details = JSON.stringify(measured);
            assert.equal(code, 0, details);
            const atMost = assertEncloses(idleTimeout, measured);
            assert.deepEqual(networkPath, [String(atLeast)]);
            assert.ok((derived?.server.clientAliveInterval ?? Infinity) * 2 < idleTimeout, details);
            assert.equal(measured.finding.how[losesOnly ?? "client"], how, details);
            if (losesOnly === "host") {
                assert.equal(bounds["client"]?.lost, null, details);
                assert.ok((bounds["client"]?.kept ?? 0) >= atMost, details);
            }
        });
    }

    it("finds the idle timeout on the leg to a jump host, although the user's ssh keeps such legs alive", async () => {
        const { measured } = await resultOf("beyond");
        assert.deepEqual(measured.jumpHosts, ["strict10"]);
        assertEncloses(10, measured);
    });

    it("reports that no connection was lost up to the limit", async () => {
        const { measured, code } = await resultOf("patient");
        assert.equal(code, 0);
        assert.deepEqual([measured.finding.atLeast, measured.finding.atMost], [16, null]);
        assert.equal(measured.tcpKeepaliveTime, 7200);
    });

    it("notices the host's own probes, and measures up to them", async () => {
        const { measured, code } = await resultOf("alive");
        assert.equal(code, 0);
        // Debian 12's sshd waits two intervals between probes.
        assert.ok(Math.abs((measured.hostSpeaksAfter ?? 0) - 18) <= 1, JSON.stringify(measured));
        assert.ok(measured.finding.atLeast >= 16 && measured.finding.atLeast <= 18, JSON.stringify(measured));
        assert.equal(measured.finding.atMost, null);
        assert.match(measured.notes.join("\n"), /The host itself sends a packet after 1[789] s of silence/);
    });

    it("measures by the command line of the documents", async () => {
        assert.match(await typed, /^The path to alive keeps an idle connection for at least [0-9]+ s/m);
    });

    it("finds an idle timeout that is shorter than the interval of the host's own probes", async () => {
        const { measured } = await resultOf("alivelate");
        assertEncloses(10, measured);
    });

    it("distinguishes a session that the host ends from one that the path drops", async () => {
        const { measured, code } = await resultOf("channel");
        assert.equal(code, 0);
        const { hostEndsAfter, trials, finding, notes } = measured;
        const details = JSON.stringify(measured);
        assert.ok(hostEndsAfter !== null, details);
        assert.equal(finding.atMost, null, details);
        assert.ok(
            trials.every(({ outcome }) => outcome === "kept"),
            details,
        );
        // A busy machine notices the start of the silence late, so it sees less than the host's 14 s. But every silence
        // below the observed value was survived at both ends, and none beyond what the host's clock of whole seconds
        // permits.
        const longest = Math.max(...trials.map(({ silence }) => silence));
        assert.ok(finding.atLeast >= hostEndsAfter - 1 && longest <= 15 && hostEndsAfter <= 15, details);
        assert.ok(
            notes.includes(
                `The host ends an idle session after ${hostEndsAfter} s (ChannelTimeout?); longer silences cannot be tried.`,
            ),
            details,
        );
    });

    it("does not count what the host's TCP keepalive may have kept", async () => {
        const { measured } = await resultOf("kernel");
        assert.equal(measured.tcpKeepaliveTime, 8);
        assert.deepEqual([measured.finding.atLeast, measured.finding.atMost], [8, null]);
    });

    it("stays far below the default MaxStartups, and leaves no process on the host", async () => {
        await Promise.allSettled(results.values());
        for (const [name, server] of network.servers)
            assert.doesNotMatch(await sshdLog(server), /MaxStartups|drop connection/, name);

        // If the path has dropped a connection, sshd does not learn of its end, and a sleep runs to its own end.
        const { stdout } = await exec(network.servers.get("patient") as never, ["ps", "-eo", "args"]);
        assert.doesNotMatch(stdout, /sleep (?:[3-9]|\d\d)$/m);
    });

    async function resultOf(name: string) {
        const result = await results.get(name);
        assert.ok(result);
        return result;
    }
});

/** The output of the document's command, for the host whose own probes keep the measurement short. */
async function type([command = ""]: readonly string[]): Promise<string> {
    return mustRun(["sh", "-c", command.replace("admin@web1.example.com", "alive")], { cwd: repository, timeout: 300 });
}

async function json(name: string, upTo: number): Promise<{ measured: Measured; code: number }> {
    const { code, out, err } = await runCli("measure", name, "--up-to", `${upTo}`, "--json");
    assert.equal(err, "");
    return { measured: JSON.parse(out) as Measured, code };
}
