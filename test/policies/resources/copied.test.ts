import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { asset } from "@pulumi/pulumi";
import { temporaryFolder } from "../../support/temporaryFolder";
import { unknown, violations } from "../support";

const rule = "keepalive-enabled";
const type = "command:remote:CopyToRemote";
const remotePath = "/etc/ssh/sshd_config.d/10.conf";

describe("files that are copied to a host", () => {
    const folder = temporaryFolder();
    const pwd = process.env.PWD;
    const project = process.env.PULUMI_PROJECT;
    const sub = join(folder, "sub");
    mkdirSync(sub);
    writeFileSync(join(folder, "Pulumi.yaml"), "name: shop\nruntime: nodejs\n");
    writeFileSync(join(folder, "10.conf"), "ClientAliveInterval 0\n");

    beforeEach(() => {
        process.env.PWD = sub;
        process.env.PULUMI_PROJECT = "shop";
    });
    afterEach(() => {
        process.env.PWD = pwd;
        if (project === undefined) delete process.env.PULUMI_PROJECT;
        else process.env.PULUMI_PROJECT = project;
    });

    it("are read by their absolute path", async () => {
        const source = new asset.FileAsset(join(folder, "10.conf"));
        assert.equal((await violations(rule, { type, props: { remotePath, source } })).length, 1);
    });

    it("are read from the folder of the program that is checked", async () => {
        const source = new asset.FileAsset("./10.conf");
        assert.equal((await violations(rule, { type, props: { remotePath, source } })).length, 1);
    });

    it("are not read from another project's folder", async () => {
        process.env.PULUMI_PROJECT = "other";
        const source = new asset.FileAsset("./10.conf");
        assert.deepEqual(await violations(rule, { type, props: { remotePath, source } }), []);
    });

    it("are put into a folder under their own name", async () => {
        const source = new asset.FileAsset(join(folder, "10.conf"));
        const props = { remotePath: "/etc/ssh/sshd_config.d", source };
        assert.equal((await violations(rule, { type, props })).length, 1);
    });

    it("are read in a folder that is copied recursively", async () => {
        mkdirSync(join(folder, "etc", "ssh", "sshd_config.d"), { recursive: true });
        writeFileSync(join(folder, "etc", "ssh", "sshd_config.d", "10.conf"), "ClientAliveInterval 0\n");
        const rejected = { remotePath: "/etc", source: new asset.FileArchive(join(folder, "etc")) };
        assert.equal((await violations(rule, { type, props: rejected })).length, 1);
        const elsewhere = { remotePath: "/root", source: new asset.FileArchive("../etc") };
        assert.deepEqual(await violations(rule, { type, props: elsewhere }), []);
    });

    it("are not mistaken for the whole target when they are in an archive", async () => {
        const source = new asset.AssetArchive({ README: new asset.StringAsset("ClientAliveInterval 0\n") });
        assert.deepEqual(await violations(rule, { type, props: { remotePath, source } }), []);
    });

    it("are read for the older CopyFile too", async () => {
        const props = { remotePath, localPath: join(folder, "10.conf") };
        assert.equal((await violations(rule, { type: "command:remote:CopyFile", props })).length, 1);
    });

    const text = new asset.StringAsset("ClientAliveInterval 0\n");
    const paths = [
        "/etc//ssh/../ssh/./sshd_config",
        "../etc/ssh/sshd_config",
        "../../etc/ssh/sshd_config.d/1.conf",
        "/proc/1/root/etc/ssh/sshd_config",
        "/proc/self/root/etc/ssh/sshd_config",
    ];
    for (const path of paths) {
        it(`are read where ${path} leads`, async () => {
            assert.equal((await violations(rule, { type, props: { remotePath: path, source: text } })).length, 1);
        });
    }

    it("are read in a folder that is copied into another one", async () => {
        mkdirSync(join(folder, "sshd_config.d"));
        writeFileSync(join(folder, "sshd_config.d", "10.conf"), "ClientAliveInterval 0\n");
        const source = new asset.FileArchive(join(folder, "sshd_config.d"));
        assert.equal((await violations(rule, { type, props: { remotePath: "/etc/ssh", source } })).length, 1);
        assert.deepEqual(await violations(rule, { type, props: { remotePath: "/opt", source } }), []);
    });

    it("are not searched for without end", async () => {
        const many = join(folder, "many");
        mkdirSync(many);
        for (let i = 0; i < 6_000; i++) writeFileSync(join(many, `${i}.txt`), "");
        const props = { remotePath: "/etc/ssh", source: new asset.FileArchive(many) };
        assert.deepEqual(await violations(rule, { type, props }), []);
    });

    it("are found by a later command: from the user's home, and in a folder of scripts", async () => {
        mkdirSync(join(folder, "scripts"));
        writeFileSync(join(folder, "scripts", "harden.sh"), "echo ClientAliveInterval 0 >> /etc/ssh/sshd_config\n");
        const scripts = new asset.FileArchive(join(folder, "scripts"));
        const script = new asset.StringAsset("echo ClientAliveInterval 0 >> /etc/ssh/sshd_config\n");
        const cases: [string, asset.Asset | asset.Archive, string][] = [
            ["harden.sh", script, "sudo sh ./harden.sh"],
            ["setup/harden.sh", script, "sudo bash ~/setup/harden.sh"],
            ["harden.sh", script, "sudo sh /home/ubuntu/harden.sh"],
            ["/tmp", scripts, "sudo sh /tmp/scripts/harden.sh"],
            ["/tmp/new", scripts, "cd /tmp/new && sudo sh harden.sh"],
        ];
        for (const [i, [path, source, create]] of cases.entries()) {
            const connection = { host: `198.18.7.${i}`, user: "ubuntu" };
            assert.deepEqual(await violations(rule, { type, props: { connection, remotePath: path, source } }), []);
            const run = { type: "command:remote:Command", props: { connection, create } };
            assert.equal((await violations(rule, run)).length, 1, create);
        }
    });

    it("are reported as unread where sshd reads them and they cannot be read here", async () => {
        const unread = "keepalive-text-read";
        const missing = new asset.FileAsset(join(folder, "20.conf"));
        const remote = new asset.RemoteAsset("https://config.example/10.conf");
        for (const source of [missing, remote, new asset.AssetArchive({ "10.conf": missing })]) {
            const at = asset.Archive.isInstance(source) ? "/etc/ssh/sshd_config.d" : remotePath;
            assert.equal((await violations(unread, { type, props: { remotePath: at, source } })).length, 1);
            assert.deepEqual(await violations(unread, { type, props: { remotePath: "/opt/app", source } }), []);
        }
        const props = { remotePath, localPath: join(folder, "20.conf") };
        assert.equal((await violations(unread, { type: "command:remote:CopyFile", props })).length, 1);
    });

    it("are ignored when they are missing, or not known yet", async () => {
        const missing = new asset.FileAsset(join(folder, "20.conf"));
        assert.deepEqual(await violations(rule, { type, props: { remotePath, source: missing } }), []);
        assert.deepEqual(await violations(rule, { type, props: { remotePath, source: unknown.asset } }), []);
    });
});
