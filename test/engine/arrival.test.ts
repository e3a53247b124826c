import assert from "node:assert/strict";
import type { HostReport } from "../../components";
import { commandsOf } from "../support/documents";
import * as engine from "../support/engine";
import { plainReport } from "../support/mocks";
import * as hosts from "../support/testbed";

const set = `engine-arrival-${process.pid}`;
const server = { clientAliveInterval: 120 };
const forcedCommand = "/etc/ssh/sshd_config.d/99-forced.conf";

describe("A program that may not arrive", () => {
    let workspace: engine.Workspace;
    let host: hosts.Host;
    let forced: hosts.Host;
    let recorded: hosts.Host;

    before(async () => {
        const specs = [{ name: "one", packages: ["fish", "tcsh", "zsh"] }, { name: "forced" }, { name: "recorded" }];
        const running = await hosts.up({ set, hosts: specs });
        host = running.host("one");
        forced = running.host("forced");
        recorded = running.host("recorded");
        workspace = await engine.makeWorkspace({ set });
    });
    after(() => hosts.down(set));

    function use(...all: hosts.Host[]): void {
        engine.useKeepalive(workspace, { hosts: engine.connectionsTo(...all), server });
    }

    async function interval(of: hosts.Host): Promise<string | undefined> {
        return (await hosts.effective(of)).get("clientaliveinterval")?.join();
    }

    const startUps: readonly [line: string, details: RegExp][] = [
        ["cat >/dev/null", /no program arrived/],
        ["exec fish", /start-up file of the login shell started another shell .* never ran/],
    ];
    for (const [line, details] of startUps) {
        it(`fails an update and a destroy with a short error, and is sent again on the next: ${line}`, async () => {
            use(host);
            await hosts.mustExec(host, `echo '${line}' >/root/.bashrc`);
            const { exitCode, events } = await workspace.up();
            const failure = engine.failures(events)["keepalive-one"] ?? "";
            assert.notEqual(exitCode, 0);
            assert.match(failure, details);
            assert.ok(failure.length < 700, failure);
            await hosts.mustExec(host, "rm /root/.bashrc");
            assert.equal((await workspace.up()).exitCode, 0);
            await hosts.mustExec(host, `echo '${line}' >/root/.bashrc`);
            assert.notEqual((await workspace.destroy()).exitCode, 0);
            assert.equal(await interval(host), "120");
            await hosts.mustExec(host, "rm /root/.bashrc");
            assert.equal((await workspace.destroy()).exitCode, 0);
            assert.equal(await interval(host), "0");
        });
    }

    it("changes nothing if its report would be lost, and still restores", async () => {
        const lost = new Map([
            ["exec >&- 2>&-", /exited with status 1/],
            ["exec >/dev/null", /standard output is closed or \/dev\/null: the report would be lost/],
        ]);
        use(host);
        for (const [line, details] of lost) {
            await hosts.mustExec(host, `echo '${line}' >/root/.bashrc`);
            const { exitCode, events } = await workspace.up();
            assert.notEqual(exitCode, 0);
            assert.match(engine.failures(events)["keepalive-one"] ?? "", details);
            assert.equal(await interval(host), "0");
        }
        // The first line that the document recommends hides the others from such shells.
        const [line = ""] = commandsOf("docs/operations.md", "Errors of the way to a host");
        const file = `${line}\nexec >&- 2>&-\nexec fish`;
        await hosts.mustExec(host, "cat >/root/.bashrc", { stdin: `${file}\n` });
        assert.equal((await workspace.up()).exitCode, 0);
        assert.equal(await interval(host), "120");
        await hosts.mustExec(host, "echo 'exec >&- 2>&-' >/root/.bashrc");
        assert.equal((await workspace.destroy()).exitCode, 0);
        assert.equal(await interval(host), "0");
        await hosts.mustExec(host, "rm /root/.bashrc");
    });

    it("arrives, and its report is found, if start-up files print before, during and after it", async () => {
        use(host);
        const noise = [
            'printf \'{"verb":"apply","changed":true} \\033]0;title\\007 50%%\\r# \'',
            // This prints until its reader has exited.
            "(while echo beside; do sleep 0.01; done) 2>/dev/null &",
            `trap 'kill $!; printf "{\\"verb\\":\\"x\\"}\\n"; cat /root/report; echo "{logout}"' EXIT`,
        ];
        await hosts.mustExec(host, "cat >/root/.bashrc", { stdin: `${noise.join("\n")}\n` });
        await hosts.mustExec(host, "cat >/root/report", { stdin: `${plainReport}\n` });
        const { exitCode, output } = await workspace.up();
        assert.equal(exitCode, 0, output);
        const { reports } = (await workspace.outputs()) as { reports: Record<string, HostReport> };
        assert.equal(reports["one"]?.effective["ClientAliveInterval"], "120");
        assert.notEqual(reports["one"]?.openssh, "OpenSSH_10.0p2");
        assert.match(workspace.state(), /beside.*\{logout\}/);
        assert.equal((await workspace.destroy()).exitCode, 0);
        assert.equal(await interval(host), "0");
        await hosts.mustExec(host, "rm /root/.bashrc /root/report");
    });

    for (const shell of ["fish", "tcsh", "zsh"]) {
        it(`arrives if ${shell} is the login shell`, async () => {
            use(host);
            await hosts.mustExec(host, ["usermod", "-s", `/usr/bin/${shell}`, "root"]);
            const { exitCode, output } = await workspace.up();
            assert.equal(exitCode, 0, output);
            assert.equal(await interval(host), "120");
            assert.equal((await workspace.destroy()).exitCode, 0);
            assert.equal(await interval(host), "0");
        });
    }

    it("fails an update if a forced command ran in its place, even if it prints a report, and delays no other host", async () => {
        const commands = new Map([
            [forced, "/bin/echo gone"],
            [recorded, "/bin/cat /root/report"],
        ]);
        use(host, ...commands.keys());
        await hosts.mustExec(recorded, "cat >/root/report", {
            stdin: plainReport.replace(",", ',"id":"0123456789ab",'),
        });
        for (const [each, command] of commands) {
            await hosts.mustExec(each, `echo 'ForceCommand ${command}' >${forcedCommand}`);
            await reload(each);
        }
        const { exitCode, events } = await workspace.up();
        const details = engine.diagnostics(events, "error").join("\n");
        assert.notEqual(exitCode, 0);
        assert.match(details, /forced: the host program's report is missing; it printed "gone"/);
        assert.match(details, /recorded: the host program's report is missing; only that of another command is there/);
        assert.equal(await interval(host), "120");
        for (const each of commands.keys()) {
            assert.equal(await interval(each), "0");
            await hosts.mustExec(each, `rm ${forcedCommand}`);
            await reload(each);
        }
        const urns = [...details.matchAll(/urn:pulumi:[^']*keepalive-(?:forced|recorded)/g)].flatMap(([urn]) => [
            "--replace",
            urn,
        ]);
        const again = await workspace.up(...urns);
        assert.equal(again.exitCode, 0, again.output);
        for (const each of commands.keys()) assert.equal(await interval(each), "120");
    });

    /** Makes the daemon read its configuration again, and waits until it has. */
    async function reload(of: hosts.Host): Promise<void> {
        const before = await hosts.reloads(of);
        await hosts.mustExec(of, "kill -HUP $(cat /run/sshd.pid)");
        while ((await hosts.reloads(of)) === before || !(await hosts.answers(of)))
            await new Promise((resolve) => setTimeout(resolve, 50));
    }
});
