import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { asset } from "@pulumi/pulumi";
import { unknown, violations } from "../support";

const rule = "keepalive-enabled";
const type = "command:remote:CopyToRemote";
const remotePath = "/etc/ssh/sshd_config.d/10.conf";

describe("files that are copied to a host", () => {
    const folder = mkdtempSync(join(tmpdir(), "policies-copied-"));
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
    after(() => rmSync(folder, { recursive: true }));

    it("are read by their absolute path", async () => {
        const source = new asset.FileAsset(join(folder, "10.conf"));
        assert.equal((await violations(rule, { type, props: { remotePath, source } })).length, 1);
    });

    it("are read from the folder of the program that is judged", async () => {
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

    it("are ignored when they are missing, or not known yet", async () => {
        const missing = new asset.FileAsset(join(folder, "20.conf"));
        assert.deepEqual(await violations(rule, { type, props: { remotePath, source: missing } }), []);
        assert.deepEqual(await violations(rule, { type, props: { remotePath, source: unknown.asset } }), []);
    });
});
