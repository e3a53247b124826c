import assert from "node:assert/strict";
import * as fs from "node:fs";
import { type Host, differences, down, mustExec, snapshot, ssh, up } from "../../support/testbed";
import { type Death, installShims, makeMortal, mortal, runToDeath } from "./death";
import { allSettings, runProgram, settings, succeed } from "./program";

const set = `death-${process.pid}`;
const earlier = ["ClientAliveInterval 60", "ClientAliveCountMax 2", "net.ipv4.tcp_keepalive_intvl = 10"];

/**
 * Commands that change something, or that run right after the program itself has changed something (`ls` after a signal
 * to the daemon).
 */
const changing = new Set(["cat", "cp", "ln", "ls", "mkdir", "mv", "rm", "rmdir", "sync"]);
/** Commands that can leave their work half done. */
const torn = new Set(["cat", "cp"]);

interface Scenario {
    readonly name: string;
    readonly include: boolean;
    /** The settings in place before the run that dies; none if empty. */
    readonly from: readonly string[];
    readonly verb: "apply" | "restore";
    /** Dies at every command, even if nothing can have changed since the previous death. */
    readonly everywhere?: boolean;
    /**
     * The daemon exits on the reload of the run that dies, which then dies during its rollback. By default it exits on
     * the next reload.
     */
    readonly endsAtOnce?: boolean;
}

const scenarios: readonly Scenario[] = [
    { name: "first apply, drop-in", include: true, from: [], verb: "apply", everywhere: true },
    { name: "first apply, main file", include: false, from: [], verb: "apply", everywhere: true },
    { name: "update, drop-in", include: true, from: earlier, verb: "apply" },
    { name: "update, main file, as it undoes", include: false, from: earlier, verb: "apply", endsAtOnce: true },
    { name: "restore, drop-in", include: true, from: allSettings, verb: "restore", everywhere: true },
    { name: "restore, main file", include: false, from: allSettings, verb: "restore", everywhere: true },
];

type HostState = Awaited<ReturnType<typeof stateOf>>;

/** The observable state of a host: its files, and the effective values of sshd and the kernel. */
async function stateOf(host: Host) {
    const files = snapshot(host, ["/etc/ssh", "/etc/sysctl.d", "/run", "/tmp", "/var/lib/pulumi-ssh-keepalive"]);
    const values = await mustExec(host, "sshd -t && sshd -T && cd /proc/sys/net/ipv4 && cat tcp_keepalive_*");
    return { files, values: values.split("\n") };
}

/** How many times the host's sshd was signalled to reload. */
function signals(host: Host): number {
    const log = fs.readFileSync(`/proc/${host.init.pid}/root/var/log/sshd.log`, "utf8");
    return log.split("Received SIGHUP; restarting").length;
}

/**
 * Kills the program once, with a daemon that exits on the next reload, and asserts that nothing is lost: after one more
 * run all settings are ours and proven, or as before. Returns the commands it ran.
 */
async function dieOnce(
    host: Host,
    { from, verb, endsAtOnce = false }: Scenario,
    death: Death,
    first: HostState,
): Promise<readonly string[]> {
    if (from.length > 0) await succeed(host, "apply", { settings: from });

    const signalled = signals(host);
    const before = await stateOf(host);
    const endAtReload = () => mustExec(host, `touch ${mortal}`);
    if (endsAtOnce) await endAtReload();
    const { commands } = await runToDeath(host, death, verb, { settings: allSettings });
    if (!endsAtOnce) await endAtReload();

    // After a restore that died, the next run is either a restore or an apply.
    const next = verb === "apply" || death.at % 2 === 0 ? "apply" : "restore";
    const { exitCode, stderr } = await runProgram(host, next, { settings: allSettings });
    const now = await stateOf(host);
    const login = await ssh(host, "echo in");
    assert.equal(login.stdout, "in\n", login.stderr);
    if (exitCode !== 0) {
        assert.match(stderr, /everything was rolled back/u);
        // A restore that died at its very end was complete.
        const same = [before, first].filter(({ files }) => differences(files, now.files).length === 0);
        assert.ok(same.length > 0, differences(before.files, now.files).join());
        assert.deepEqual(now.values, same[0]?.values);
    } else if (next === "apply") {
        const lines = new Set(now.values);
        assert.deepEqual(
            settings.filter((line) => !lines.has(line.toLowerCase())),
            [],
        );
        assert.deepEqual(now.values.slice(-4), ["75", "5", "300", ""]);
    }
    await mustExec(host, `rm -f ${mortal}`);
    await succeed(host, "restore");
    assert.ok(signals(host) > signalled, "sshd does not have the old values");
    const end = await stateOf(host);
    assert.deepEqual(differences(first.files, end.files), []);
    assert.deepEqual(end.values, first.values);
    return commands;
}

/** Kills the program before each command, and in the middle of those that can leave something half done. */
async function dieEverywhere(host: Host, scenario: Scenario): Promise<readonly string[]> {
    const main = scenario.include ? "Include /etc/ssh/sshd_config.d/*.conf\nUsePAM yes\n" : "UsePAM yes\n";
    await mustExec(host, "cd /etc/ssh && cat >sshd_config && rm -rf sshd_config.d", { stdin: main });
    const before = await stateOf(host);
    const seen: string[] = [];
    const die = (death: Death) =>
        dieOnce(host, scenario, death, before).catch((error: Error) => {
            const where = `${scenario.name}, died ${death.how} command ${death.at}, after ${seen.slice(-3).join(", ")}`;
            throw new Error(`${where}: ${error.message}`, { cause: error });
        });
    // A complete run shows which commands there are.
    const commands = await die({ at: 0, how: "before" });
    for (const [index, command] of commands.entries()) {
        const at = index + 1;
        if (scenario.everywhere === true || changing.has(command) || changing.has(seen.at(-1) ?? ""))
            await die({ at, how: "before" });

        if (torn.has(command)) await die({ at, how: "during" });

        seen.push(command);
    }
    return seen;
}

describe("The host program, killed", () => {
    const outcomes = new Map<Scenario, Promise<readonly string[] | Error>>();

    before(async () => {
        const { hosts } = await up({ set, count: scenarios.length });
        await Promise.all(hosts.map((host) => installShims(host).then(() => makeMortal(host))));
        scenarios.forEach((scenario, index) => {
            const outcome = dieEverywhere(hosts[index] as Host, scenario);
            outcomes.set(
                scenario,
                outcome.catch((error: Error) => error),
            );
        });
    });

    after(() => down(set));

    for (const scenario of scenarios) {
        it(`at each of its commands, leaves a host that accepts logins and converges: ${scenario.name}`, async () => {
            const commands = await outcomes.get(scenario);
            if (commands === undefined || commands instanceof Error)
                throw commands ?? new Error("There is no outcome.");

            assert.ok(commands.length > 25, `it ran only ${commands.length} commands: ${commands.join(" ")}`);
            assert.ok(commands.includes("mv") && commands.includes("sync"), commands.join(" "));
        });
    }
});
