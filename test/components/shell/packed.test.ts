import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { temporaryFolder } from "../../support/temporaryFolder";

const repository = path.join(__dirname, "../../..");

describe("The packed programs of a checkout", () => {
    const checkout = temporaryFolder();

    before(() => {
        for (const name of ["components", "core", "tools", "package.json", "package-lock.json", "tsconfig.json"])
            fs.cpSync(path.join(repository, name), path.join(checkout, name), { recursive: true });
        // A separate directory, so that the test does not use the repository's cache.
        fs.mkdirSync(path.join(checkout, "node_modules"));
        for (const name of fs.readdirSync(path.join(repository, "node_modules"))) {
            if (name !== ".cache")
                fs.symlinkSync(path.join(repository, "node_modules", name), path.join(checkout, "node_modules", name));
        }
    });

    /** Prints what another process sends to a host. */
    function packed(): string {
        const code = 'process.stdout.write(require("./components/shell/packed.ts").packedBase64("server"))';
        return execFileSync(process.execPath, ["--require", "tsx/cjs", "-e", code], {
            cwd: checkout,
            encoding: "utf8",
        });
    }

    it("are packed once, and again after a change of what they are made from", () => {
        const first = packed();
        const folder = path.join(checkout, "node_modules/.cache/pulumi-ssh-keepalive");
        const [kept = assert.fail("nothing is kept"), ...others] = fs.readdirSync(folder);
        assert.deepEqual(others, []);
        fs.writeFileSync(path.join(folder, kept), JSON.stringify({ server: "kept" }));
        assert.equal(packed(), "kept");
        for (const file of ["components/shell/server/lock.sh", "tools/packing/minified.ts", "package-lock.json"]) {
            const text = fs.readFileSync(path.join(checkout, file), "utf8");
            fs.writeFileSync(path.join(checkout, file), `${text}\n`);
            assert.equal(packed(), first, file);
            fs.writeFileSync(path.join(checkout, file), text);
        }
    });

    it("are packed each time if nothing can be kept", () => {
        packed();
        fs.rmSync(path.join(checkout, "node_modules/.cache"), { recursive: true });
        fs.writeFileSync(path.join(checkout, "node_modules/.cache"), "");
        assert.match(packed(), /^H4sI/);
    });
});
