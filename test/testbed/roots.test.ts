import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { temporaryFolder } from "../support/temporaryFolder";
import * as hosts from "../support/testbed";
import { run } from "../support/testbed/run";

const cli = path.resolve(__dirname, "../support/testbed/cli.ts");

describe("A root", () => {
    it("is built once, is outside the work tree, and holds no identity that hosts would share", async () => {
        const root = await hosts.prepareRoot("bookworm");
        assert.deepEqual(await hosts.prepareRoot("bookworm"), root);
        assert.ok(path.relative(process.cwd(), root.tree).startsWith(".."));
        const ssh = fs.readdirSync(path.join(root.tree, "etc/ssh"));
        assert.deepEqual(
            ssh.filter((name) => name.startsWith("ssh_host_")),
            [],
        );
        assert.equal(fs.readFileSync(path.join(root.tree, "etc/machine-id"), "utf8"), "");
    });

    it("with further packages has them, and leaves the standard root unchanged", async () => {
        const usual = await hosts.prepareRoot("trixie");
        const extended = await hosts.prepareRoot("trixie", ["time"]);
        assert.ok(fs.existsSync(path.join(extended.tree, "usr/bin/time")));
        assert.ok(!fs.existsSync(path.join(usual.tree, "usr/bin/time")));
        assert.ok(!fs.existsSync(path.join(extended.tree, "usr/sbin/policy-rc.d")));
    });

    it("that cannot be built reports why, and leaves no partial root", async () => {
        const cache = temporaryFolder();
        const env = { ...process.env, XDG_CACHE_HOME: cache, HOSTS_DEBIAN_MIRROR: "http://127.0.0.1:9/nothing" };
        const command = [process.execPath, "--require", "tsx/cjs", cli, "roots", "--suite", "trixie"];
        const { exitCode, stderr } = await run(command, { env });
        assert.equal(exitCode, 1);
        assert.match(
            stderr,
            /root of trixie cannot be built from http:\/\/127\.0\.0\.1:9\/nothing .*Connection refused/su,
        );
        const left = fs.readdirSync(path.join(cache, "pulumi-ssh-keepalive/roots"));
        assert.deepEqual(
            left.filter((name) => /^trixie-[0-9a-f]+(\.building)?$/u.test(name)),
            [],
        );
    });
});
