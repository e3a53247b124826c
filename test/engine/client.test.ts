import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import type { ClientReport, SshClientKeepaliveArgs } from "../../components";
import * as engine from "../support/engine";
import { temporaryFolder } from "../support/temporaryFolder";
import * as hosts from "../support/testbed";

const set = `engine-client-${process.pid}`;
const mine = "Host web\n    User deploy";
const theirs = "Host *\n    ServerAliveInterval 240\n    Compression yes\n";
const remoteFile = "/home/admin/.ssh/config";

describe("The life of clients' settings", () => {
    const { homedir: home } = os.userInfo();
    const truly = fs.existsSync(path.join(home, ".ssh/config"))
        ? fs.statSync(path.join(home, ".ssh/config"))
        : undefined;
    const folder = temporaryFolder();
    let localFile = "";
    let host: hosts.Host;
    let workspace: engine.Workspace;

    before(async () => {
        localFile = path.join(folder, "upper/.ssh/config");
        host = (await hosts.up({ set, hosts: [{ name: "one", user: "admin" }] })).host("one");
        await hosts.mustExec(host, `umask 077 && cat >${remoteFile}`, { stdin: theirs, user: "admin" });
        workspace = await engine.makeWorkspace({ set, env: { PATH: `${elsewhere()}:${process.env["PATH"]}` } });
        fs.mkdirSync(path.dirname(localFile), { mode: 0o700 });
        fs.writeFileSync(localFile, mine, { mode: 0o600 });
    });
    after(() => hosts.down(set));

    /** Makes a directory with a `pulumi` that sees this machine's home directory, but writes to its own overlay. */
    function elsewhere(): string {
        for (const name of ["bin", "upper", "work"]) fs.mkdirSync(path.join(folder, name));
        fs.chmodSync(path.join(folder, "upper"), fs.statSync(home).mode);
        const options = `lowerdir=${home},upperdir=${folder}/upper,workdir=${folder}/work`;
        const real = path.join(engine.repository, ".toolchain/bin");
        fs.writeFileSync(
            path.join(folder, "bin/pulumi"),
            `#!/bin/sh
PATH=${real}:$PATH exec unshare --mount sh -c '
    mount -t overlay overlay -o ${options} ${home} && cd "$PWD" && exec "$@"' sh ${real}/pulumi "$@"
`,
            { mode: 0o755 },
        );
        return path.join(folder, "bin");
    }

    async function up(args: SshClientKeepaliveArgs): Promise<engine.Outcome> {
        workspace.write(
            "args.json",
            JSON.stringify({ hosts: { one: engine.connectionTo(host) }, local: true, ...args }),
        );
        engine.useProgram(
            workspace,
            `import { SshClientKeepalive } from ${JSON.stringify(path.join(engine.repository, "components"))};
const clients = new SshClientKeepalive("clients", JSON.parse(readFileSync("args.json", "utf8")));
export const { sshConfig, reports } = clients;
`,
        );
        const outcome = await workspace.up();
        assert.equal(outcome.exitCode, 0, outcome.output);
        return outcome;
    }

    async function valueOf(keyword: string): Promise<string | undefined> {
        const answer = await hosts.mustExec(host, ["ssh", "-G", "any.example.com"], { user: "admin" });
        return new RegExp(`^${keyword} (.*)$`, "mu").exec(answer)?.[1];
    }

    it("starts with a block in each user's file, which ssh applies", async () => {
        const outcome = await up({ client: { serverAliveInterval: 60, serverAliveCountMax: 4 } });
        assert.deepEqual(engine.steps(outcome.events), {
            clients: "create",
            "clients-local": "create",
            "clients-one": "create",
        });
        assert.equal(await valueOf("serveraliveinterval"), "60");
        assert.equal(await valueOf("compression"), "yes");
        assert.match(
            await hosts.mustExec(host, ["cat", remoteFile]),
            /^# owner: engine-test\/[^/]+\/clients, host one$/mu,
        );
        assert.match(fs.readFileSync(localFile, "utf8"), /^Host web\n {4}User deploy\n# BEGIN [^]*# END .*\n$/u);
        const { sshConfig, reports } = (await workspace.outputs()) as {
            sshConfig: string;
            reports: Record<string, ClientReport>;
        };
        assert.equal(sshConfig, "Host *\n    ServerAliveInterval 60\n    ServerAliveCountMax 4\n");
        assert.deepEqual(Object.keys(reports).sort(), ["local", "one"]);
        assert.equal(reports["one"]?.file, remoteFile);
        assert.match(reports["one"]?.warnings.join() ?? "", /ServerAliveInterval 240, Host \*\) would win/);
        assert.equal(reports["local"]?.effective["ServerAliveInterval"], "60");
    });

    it("applies changed values, and repairs and reports drift at the next check", async () => {
        const client = { serverAliveInterval: 30, serverAliveCountMax: 5 };
        const changed = await up({ client, repairDrift: true });
        const { clients: _, ...commands } = engine.steps(changed.events);
        assert.deepEqual(commands, { "clients-local": "update", "clients-one": "update" });
        assert.equal(await valueOf("serveraliveinterval"), "30");
        await hosts.mustExec(host, `sed -i 's/Interval 30/Interval 3/' ${remoteFile}`);
        const repaired = await up({ client, repairDrift: true });
        assert.equal(await valueOf("serveraliveinterval"), "30");
        const details = engine.diagnostics(repaired.events, "warning").join("\n");
        assert.match(details, /one: ServerAliveInterval had drifted to 3, and is 30 again/);
        assert.doesNotMatch(details, /local: ServerAliveInterval/);
    });

    it("only checks and warns with check, and leaves the files as they are", async () => {
        const client = { serverAliveInterval: 30, serverAliveCountMax: 5 };
        await up({ client, check: true });
        await hosts.mustExec(host, `sed -i 's/Interval 30/Interval 3/' ${remoteFile}`);
        const before = await hosts.mustExec(host, ["cat", remoteFile]);
        const mineBefore = fs.readFileSync(localFile, "utf8");
        const looked = await up({ client, check: true });
        assert.deepEqual(engine.steps(looked.events), {
            "clients-local/check": "update",
            "clients-one/check": "update",
        });
        const details = engine.diagnostics(looked.events, "warning").join("\n");
        assert.match(details, /one: ServerAliveInterval has drifted to 3; 30 was applied, and repairDrift: true/);
        assert.match(details, /one: the block in \S+ has been changed by hand/);
        assert.equal(await hosts.mustExec(host, ["cat", remoteFile]), before);
        assert.equal(fs.readFileSync(localFile, "utf8"), mineBefore);
        await hosts.mustExec(host, `sed -i 's/Interval 3$/Interval 30/' ${remoteFile}`);
    });

    it("ends with every file restored to the byte", async () => {
        const { exitCode, output } = await workspace.destroy();
        assert.equal(exitCode, 0, output);
        assert.equal(await hosts.mustExec(host, ["cat", remoteFile]), theirs);
        assert.equal(await hosts.mustExec(host, `stat -c '%a %U' ${remoteFile}`), "600 admin\n");
        assert.equal(fs.readFileSync(localFile, "utf8"), mine);
        assert.equal((await hosts.mustExec(host, "ls -A /home/admin /home/admin/.ssh")).includes("pulumi"), false);
        const still = fs.existsSync(path.join(home, ".ssh/config")) ? fs.statSync(path.join(home, ".ssh/config")) : undefined; // prettier-ignore
        assert.deepEqual(still?.mtimeMs, truly?.mtimeMs);
    });
});
