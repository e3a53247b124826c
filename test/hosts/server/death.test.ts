import assert from "node:assert/strict";
import * as fs from "node:fs";
import { type Host, differences, down, mustExec, snapshot, ssh, up } from "../../support/testbed";
import { type Death, installShims, makeMortal, mortal, runToDeath } from "./death";
import { runProgram, settings, succeed, wanted } from "./program";

const set = `death-${process.pid}`;
const earlier = ["ClientAliveInterval 60", "ClientAliveCountMax 2", "net.ipv4.tcp_keepalive_intvl = 10"];

/** Those that change something, or come right after the program itself has (`ls` after a signal to the daemon). */
const changing = new Set(["cat", "cp", "ln", "ls", "mkdir", "mv", "rm", "rmdir", "sync"]);
/** Those whose work could be left half done. */
const torn = new Set(["cat", "cp"]);

interface Scenario {
    readonly name: string;
    readonly include: boolean;
    /** What stands when the run that dies begins; nothing if empty. */
    readonly from: readonly string[];
    readonly verb: "apply" | "restore";
    /** Dies at every command, also where nothing can have changed since the last death. */
    readonly everywhere?: boolean;
    /** The daemon ends at the reload of the run that dies, which then dies while it undoes; by default at the next one. */
    readonly endsAtOnce?: boolean;
}

const scenarios: readonly Scenario[] = [
    { name: "first apply, drop-in", include: true, from: [], verb: "apply", everywhere: true },
    { name: "first apply, main file", include: false, from: [], verb: "apply", everywhere: true },
    { name: "update, drop-in", include: true, from: earlier, verb: "apply" },
    { name: "update, main file, as it undoes", include: false, from: earlier, verb: "apply", endsAtOnce: true },
    { name: "restore, drop-in", include: true, from: wanted, verb: "restore", everywhere: true },
    { name: "restore, main file", include: false, from: wanted, verb: "restore", everywhere: true },
];

type Seen = Awaited<ReturnType<typeof look>>;

/** All that can be seen of a host: its files, what sshd and the kernel make of them. */
async function look(host: Host) {
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
 * Lets the program die once, with a daemon that ends at the next reload, and sees that nothing is lost: one run later
 * all is ours and proven, or as before. Gives the commands it ran.
 */
async function dieOnce(
    host: Host,
    { from, verb, endsAtOnce = false }: Scenario,
    death: Death,
    first: Seen,
): Promise<readonly string[]> {
    if (from.length > 0) await succeed(host, "apply", { settings: from });

    const signalled = signals(host);
    const before = await look(host);
    const endAtReload = () => mustExec(host, `touch ${mortal}`);
    if (endsAtOnce) await endAtReload();
    const { commands } = await runToDeath(host, death, verb, { settings: wanted });
    if (!endsAtOnce) await endAtReload();

    // After a restore that died, what comes next is a restore as often as an apply.
    const next = verb === "apply" || death.at % 2 === 0 ? "apply" : "restore";
    const { exitCode, stderr } = await runProgram(host, next, { settings: wanted });
    const now = await look(host);
    const login = await ssh(host, "echo in");
    assert.equal(login.stdout, "in\n", login.stderr);
    if (exitCode !== 0) {
        assert.match(stderr, /everything was rolled back/u);
        // A restore that died at its very end was done.
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
    assert.ok(signals(host) > signalled, "sshd has not read the old values");
    const end = await look(host);
    assert.deepEqual(differences(first.files, end.files), []);
    assert.deepEqual(end.values, first.values);
    return commands;
}

/** Lets the program die before its commands, and in the middle of those that could leave something half done. */
async function dieEverywhere(host: Host, scenario: Scenario): Promise<readonly string[]> {
    const main = scenario.include ? "Include /etc/ssh/sshd_config.d/*.conf\nUsePAM yes\n" : "UsePAM yes\n";
    await mustExec(host, "cd /etc/ssh && cat >sshd_config && rm -rf sshd_config.d", { stdin: main });
    const before = await look(host);
    const seen: string[] = [];
    const die = (death: Death) =>
        dieOnce(host, scenario, death, before).catch((error: Error) => {
            const where = `${scenario.name}, died ${death.how} command ${death.at}, after ${seen.slice(-3).join(", ")}`;
            throw new Error(`${where}: ${error.message}`, { cause: error });
        });
    // One run to its end tells what there is to come.
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

            assert.ok(commands.length > 25, `it ran ${commands.length} commands only: ${commands.join(" ")}`);
            assert.ok(commands.includes("mv") && commands.includes("sync"), commands.join(" "));
        });
    }
});
