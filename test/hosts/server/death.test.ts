import assert from "node:assert/strict";
import * as fs from "node:fs";
import { type Host, differences, down, mustExec, snapshot, ssh, up } from "../../support/testbed";
import { type Death, installShims, runToDeath } from "./death";
import { settings, succeed, wanted } from "./program";

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
}

const scenarios: readonly Scenario[] = [
    { name: "first apply, drop-in", include: true, from: [], verb: "apply", everywhere: true },
    { name: "first apply, main file", include: false, from: [], verb: "apply" },
    { name: "update, drop-in", include: true, from: earlier, verb: "apply" },
    { name: "update, main file", include: false, from: earlier, verb: "apply" },
    { name: "restore, drop-in", include: true, from: wanted, verb: "restore", everywhere: true },
    { name: "restore, main file", include: false, from: wanted, verb: "restore" },
];

/** All that can be seen of a host: its files, what sshd and the kernel make of them. */
async function look(host: Host) {
    const files = snapshot(host, ["/etc/ssh", "/etc/sysctl.d", "/run", "/tmp", "/var/lib/pulumi-ssh-keepalive"]);
    const values = await mustExec(host, "sshd -t && sshd -T && cd /proc/sys/net/ipv4 && cat tcp_keepalive_*");
    return { files, values: values.split("\n") };
}

/** How many times the host's sshd was told to read its files anew. */
function signals(host: Host): number {
    const log = fs.readFileSync(`/proc/${host.init.pid}/root/var/log/sshd.log`, "utf8");
    return log.split("Received SIGHUP; restarting").length;
}

/** Lets the program die once, and sees that nothing is lost. Gives the commands it ran, and whether it died at all. */
async function dieOnce(
    host: Host,
    { from, verb }: Scenario,
    death: Death,
    before: Awaited<ReturnType<typeof look>>,
): Promise<{ commands: readonly string[]; died: boolean }> {
    if (from.length > 0) {
        await succeed(host, "apply", { settings: from });
    }
    const signalled = signals(host);
    const { exitCode, commands } = await runToDeath(host, death, verb, { settings: wanted });

    await mustExec(host, "sshd -t");
    // An sshd that was just told to reload does not listen for a moment.
    const login = await ssh(host, "echo in", { options: ["-o", "ConnectionAttempts=5"] });
    assert.equal(login.stdout, "in\n", login.stderr);
    // After a restore that died, what comes next is a restore as often as an apply.
    if (verb === "apply" || death.at % 2 === 0) {
        const { changed } = await succeed(host, "apply", { settings: wanted });
        assert.ok(signals(host) > signalled || (verb === "restore" && !changed), "sshd has not read the new values");
        const now = (await look(host)).values;
        assert.deepEqual(
            settings.filter((line) => !now.includes(line.toLowerCase())),
            [],
        );
        assert.deepEqual(now.slice(-4), ["75", "5", "300", ""]);
    }
    await succeed(host, "restore");
    assert.ok(signals(host) > signalled, "sshd has not read the old values");
    const end = await look(host);
    assert.deepEqual(differences(before.files, end.files), []);
    assert.deepEqual(end.values, before.values);
    return { commands, died: exitCode === 137 };
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
    const { commands } = await die({ at: 0, how: "before" });
    for (const [index, command] of commands.entries()) {
        const at = index + 1;
        if (scenario.everywhere === true || changing.has(command) || changing.has(seen.at(-1) ?? "")) {
            await die({ at, how: "before" });
        }
        if (torn.has(command)) {
            await die({ at, how: "during" });
        }
        seen.push(command);
    }
    return seen;
}

describe("The host program, killed", function () {
    this.timeout(600_000);
    const outcomes = new Map<Scenario, Promise<readonly string[] | Error>>();

    before(async () => {
        const { hosts } = await up({ set, count: scenarios.length });
        await Promise.all(hosts.map(installShims));
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
        it(`at each of its commands, leaves a host that lets people in and converges: ${scenario.name}`, async () => {
            const commands = await outcomes.get(scenario);
            if (commands === undefined || commands instanceof Error) {
                throw commands ?? new Error("There is no outcome.");
            }
            assert.ok(commands.length > 25, `it ran ${commands.length} commands only: ${commands.join(" ")}`);
            assert.ok(commands.includes("mv") && commands.includes("sshd"), commands.join(" "));
        });
    }
});
