import assert from "node:assert/strict";
import * as engine from "../support/engine";
import * as hosts from "../support/testbed";

const set = `engine-arrival-${process.pid}`;
const server = { clientAliveInterval: 120 };
const forcedCommand = "/etc/ssh/sshd_config.d/99-forced.conf";

describe("A program that may not arrive", () => {
    let workspace: engine.Workspace;
    let host: hosts.Host;
    let forced: hosts.Host;

    before(async () => {
        const specs = [{ name: "one", packages: ["fish", "tcsh", "zsh"] }, { name: "forced" }];
        const running = await hosts.up({ set, hosts: specs });
        host = running.host("one");
        forced = running.host("forced");
        workspace = await engine.makeWorkspace({ set });
    });
    after(async () => {
        workspace?.remove();
        await hosts.down(set);
    });

    function use(...all: hosts.Host[]): void {
        engine.useKeepalive(workspace, { hosts: engine.connectionsTo(...all), server });
    }

    async function interval(of: hosts.Host): Promise<string | undefined> {
        return (await hosts.effective(of)).get("clientaliveinterval")?.join();
    }

    const startUps: readonly [line: string, told: RegExp][] = [
        ["cat >/dev/null", /no program arrived/],
        ["exec fish", /start-up file of the login shell started another shell .* never ran/],
    ];
    for (const [line, told] of startUps) {
        it(`fails an update and a destroy with a short error, and is sent again on the next: ${line}`, async () => {
            use(host);
            await hosts.mustExec(host, `echo '${line}' >/root/.bashrc`);
            const { exitCode, events } = await workspace.up();
            const failure = engine.failures(events)["keepalive-one"] ?? "";
            assert.notEqual(exitCode, 0);
            assert.match(failure, told);
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

    it("fails an update if a forced command ran in its place, and delays no other host", async () => {
        use(host, forced);
        await hosts.mustExec(forced, `echo 'ForceCommand /bin/echo gone' >${forcedCommand}`);
        await reload();
        const { exitCode, events } = await workspace.up();
        const told = engine.diagnostics(events, "error").join("\n");
        assert.notEqual(exitCode, 0);
        assert.match(told, /forced: the host program's report is missing; it printed "gone"/);
        assert.equal(await interval(host), "120");
        assert.equal(await interval(forced), "0");
        await hosts.mustExec(forced, `rm ${forcedCommand}`);
        await reload();
        const again = await workspace.up("--replace", /urn:pulumi:[^']*keepalive-forced/.exec(told)?.[0] ?? "");
        assert.equal(again.exitCode, 0, again.output);
        assert.equal(await interval(forced), "120");
    });

    /** Has the daemon read its configuration again, and waits until it has. */
    async function reload(): Promise<void> {
        const before = await hosts.reloads(forced);
        await hosts.mustExec(forced, "kill -HUP $(cat /run/sshd.pid)");
        while ((await hosts.reloads(forced)) === before || !(await hosts.answers(forced)))
            await new Promise((resolve) => setTimeout(resolve, 50));
    }
});
