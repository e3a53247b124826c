import assert from "node:assert/strict";
import { launcher, plainProgram } from "../../../components/remote/packing";
import { exec } from "../../support/testbed";
import { assertLogin, assertUnchanged, freshHosts, missing, mustFail, script, stateOf } from "./freshHosts";
import { allSettings, reportOf, runProgramOverSsh } from "./program";

/** Puts the Rust versions under the usual names, as Ubuntu does since 25.10. */
const replaceTools = `
    ln -sf sudo-rs /usr/bin/sudo
    for tool in /usr/lib/cargo/bin/coreutils/*; do
        /usr/lib/cargo/bin/coreutils/ln -sf "$tool" /usr/bin/"\${tool##*/}"
    done
    stat --version`;

describe("The host programs, with sudo and coreutils in Rust", () => {
    const fresh = freshHosts("rust");
    const packages = ["rust-coreutils", "sudo-rs"];

    for (const suite of ["trixie", "forky"] as const) {
        it(`change a host, prove it and undo it, on ${suite}`, async () => {
            const host = await fresh({ suite, packages });
            assert.doesNotMatch(await script(host, replaceTools), /GNU/);
            const before = await stateOf(host);

            for (const changed of [true, false]) {
                const report = reportOf(await runProgramOverSsh(host, "admin", "apply", { settings: allSettings }));
                assert.deepEqual([report.changed, report.placement, report.warnings], [changed, "drop-in", []]);
                assert.deepEqual(await missing(host), []);
            }
            const found = reportOf(await runProgramOverSsh(host, "admin", "check", { settings: allSettings }));
            assert.deepEqual(found.drift, []);
            const words = ["--pattern", "*", "ServerAliveInterval 60"];
            for (const verb of ["apply", "restore"]) {
                const argv = [
                    "sh",
                    "-c",
                    launcher,
                    "client",
                    verb,
                    "--owner",
                    "a/b/c",
                    ...(verb === "apply" ? words : []),
                ];
                const result = await exec(host, argv, { stdin: plainProgram("client") });
                assert.equal(result.exitCode, 0, result.stderr);
                assert.equal((JSON.parse(result.stdout) as { changed: boolean }).changed, true);
            }
            reportOf(await runProgramOverSsh(host, "admin", "restore"));
            await assertUnchanged(host, before);
            await assertLogin(host);

            const refused = await runProgramOverSsh(host, "deputy", "apply");
            await mustFail(host, before, refused, /interactive authentication is required/u);
        });
    }
});
