import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { sshd, writes, programs } from "./packPrograms";
import { Project, root } from "./support";

describe("the pack in the engine", () => {
    const project = new Project();

    before(() => void execFileSync("node", [join(root, "policies", "build.mjs")]));
    beforeEach(() => void delete project.environment.SSH_KEEPALIVE_STANDARD);

    for (const { what, body, expected } of programs) {
        it(`checks ${what}`, () => {
            const { status, violations, output } = project.program(body).preview();
            assert.deepEqual(violations, expected, output);
            assert.equal(status === 0, !expected.some((each) => each.startsWith("mandatory")), output);
        });
    }

    it("stops an update before anything is applied", () => {
        const applied = JSON.stringify(`touch ${project.marker}`);
        project.program(`
            const first = new command.local.Command("first", { create: ${applied} });
            new command.local.Command("bad", { create: ${JSON.stringify(writes("ClientAliveInterval 0"))} }, { dependsOn: first });`);
        const { status, violations, output } = project.up();
        assert.notEqual(status, 0, output);
        assert.deepEqual(violations, ["mandatory keepalive-enabled bad"]);
        assert.equal(existsSync(project.marker), false);
        assert.match(
            output,
            /bad, create: ClientAliveInterval 0: .*must be greater than 0 .*Write ClientAliveInterval 90\./,
        );
    });

    it("checks a value on the update that no preview knows", () => {
        project.program(`
            const value = new command.local.Command("value", { create: "printf 0" });
            const create = pulumi.interpolate\`test -e /no-such-file && echo 'ClientAliveInterval \${value.stdout}' >> ${sshd}\`;
            new command.local.Command("later", { create });`);
        const preview = project.preview();
        assert.deepEqual([preview.status, preview.violations], [0, []], preview.output);
        assert.doesNotMatch(preview.output, /can't run policy/);
        const update = project.up("--skip-preview");
        assert.deepEqual(update.violations, ["mandatory keepalive-enabled later"], update.output);
        assert.notEqual(update.status, 0);
    });

    it("checks the state of a stack that was deployed without it", () => {
        project.program(
            `new command.local.Command("old", { create: ${JSON.stringify(writes("ClientAliveInterval 2"))}.replace("&&", "; test -e / ||") });`,
        );
        const deployed = project.run("up", "--yes", "--skip-preview");
        assert.equal(deployed.status, 0, deployed.output);
        const { status, violations, output } = project.run("policy", "analyze", "--policy-pack", "policies");
        assert.match(output, /keepalive-not-too-aggressive/);
        assert.equal(violations.includes("mandatory keepalive-not-too-aggressive old"), true, output);
        assert.notEqual(status, 0);
    });

    describe("with a configuration", () => {
        const body = `
            new command.remote.Command("classic", { connection, create: "printf 'ClientAliveInterval 120\\nClientAliveCountMax 30\\n' > ${sshd}.d/1.conf" });`;

        it("changes bounds, levels and the network path", () => {
            const config = project.file("config.json", {
                "dead-peer-detection-not-too-slow": { maxSeconds: 3719, enforcementLevel: "advisory" },
                "keepalive-not-too-aggressive": { minInterval: 121 },
                "idle-session-timeout": "mandatory",
            });
            const { violations, output } = project.program(body).preview("--policy-pack-config", config);
            assert.deepEqual(
                violations,
                ["advisory dead-peer-detection-not-too-slow classic", "mandatory keepalive-not-too-aggressive classic"],
                output,
            );
            const path = { "keepalive-outlives-network-path": { networkPath: ["aws-nat-gateway", "240"] } };
            const next = project.preview("--policy-pack-config", project.file("config.json", path));
            assert.deepEqual(next.violations, ["mandatory keepalive-outlives-network-path classic"], next.output);
        });

        it("tightens the bounds of one rule to a standard's", () => {
            const config = project.file("config.json", { "dead-peer-detection-not-too-slow": { standard: "stig" } });
            const { violations, output } = project.program(body).preview("--policy-pack-config", config);
            assert.deepEqual(violations, ["mandatory dead-peer-detection-not-too-slow classic"], output);
            assert.match(output, /ClientAliveCountMax 30: .*at most 1 is required \(DISA STIG .*exactly 1\)/);
        });

        it("tightens all rules to the standard that the environment names", () => {
            project.environment.SSH_KEEPALIVE_STANDARD = "ssh-baseline";
            const { violations, output } = project.program(body).preview();
            assert.deepEqual(
                violations,
                [
                    "mandatory dead-peer-detection-not-too-slow classic",
                    "mandatory keepalive-not-too-aggressive classic",
                ],
                output,
            );
        });

        it("turns on the rule without which the standard would check nothing", () => {
            project.environment.SSH_KEEPALIVE_STANDARD = "pci";
            const { violations, output } = project
                .program(
                    `new command.remote.Command("idle", { connection, create: "printf 'ChannelTimeout session=3600\\\\n' > ${sshd}.d/1.conf" });`,
                )
                .preview();
            assert.deepEqual(violations, ["mandatory idle-session-timeout idle"], output);
        });

        it("exempts a resource for a reason, and reports it", () => {
            const exceptions = [{ resource: "classic", reason: "long transfers over a satellite link" }];
            const config = project.file("config.json", {
                "dead-peer-detection-not-too-slow": { maxSeconds: 60, exceptions, enforcementLevel: "mandatory" },
            });
            const { status, violations, output } = project.program(body).preview("--policy-pack-config", config);
            assert.deepEqual(violations, ["advisory exceptions-in-use classic"], output);
            assert.equal(status, 0);
            assert.match(
                output,
                /exception from dead-peer-detection-not-too-slow \(long transfers over a satellite link\)/,
            );
        });

        it("refuses an unknown standard in the environment", () => {
            project.environment.SSH_KEEPALIVE_STANDARD = "iso";
            const { status, output } = project.program(body).preview();
            assert.notEqual(status, 0);
            assert.match(output, /keepalive-enabled: standard: standard must be one of/);
            assert.doesNotMatch(output, /(host-key-pinned|tcp-keepalive-not-alone): standard/, "reported by one rule");
        });

        it("points out an exception that is for no resource", () => {
            const exceptions = [{ resource: "clasic", reason: "long transfers over a satellite link" }];
            const config = project.file("config.json", { "keepalive-enabled": { exceptions } });
            const { status, output } = project.program(body).preview("--policy-pack-config", config);
            assert.equal(status, 0, output);
            assert.match(output, /keepalive-enabled has an exception for "clasic".*did you mean "classic"\?/);
        });

        const malformed: [string, object, RegExp][] = [
            [
                "a wrong type",
                { "keepalive-not-too-aggressive": { minInterval: "15" } },
                /keepalive-not-too-aggressive: minInterval: Invalid type/,
            ],
            [
                "an unknown standard",
                { "keepalive-enabled": { standard: "iso" } },
                /keepalive-enabled: standard: standard must be one of/,
            ],
            [
                "a hop that nobody knows",
                { "keepalive-outlives-network-path": { networkPath: ["aws-nat"] } },
                /keepalive-outlives-network-path: networkPath\.0/,
            ],
            [
                "a misspelt setting",
                { "dead-peer-detection-not-too-slow": { maxSecond: 9 } },
                /dead-peer-detection-not-too-slow has no setting maxSecond; did you mean "maxSeconds"\?/,
            ],
            [
                "bounds that contradict each other",
                { "kernel-keepalive-within-bounds": { minSeconds: 600, maxSeconds: 60 } },
                /minSeconds 600 of kernel-\S+ and maxSeconds 60 of kernel-\S+ contradict each other: .* Lower minSeconds, or raise/,
            ],
            [
                "bounds that contradict another rule's",
                { "dead-peer-detection-not-too-slow": { maxSeconds: 30 } },
                /maxSeconds 30 of dead-\S+ and minSeconds 45 of keepalive-\S+ contradict each other/,
            ],
            [
                "a standard that a rule checks nothing of",
                { "keepalive-enabled": { standard: "pci" } },
                /standard of keepalive-enabled is "pci", but .* Set it for idle-session-timeout/,
            ],
        ];
        for (const [what, content, expected] of malformed) {
            it(`refuses ${what} by name`, () => {
                const config = project.file("config.json", content);
                const { status, output } = project.program(body).preview("--policy-pack-config", config);
                assert.notEqual(status, 0);
                assert.match(output, expected);
                assert.doesNotMatch(output, /\n\s+at .*index\.js/);
                assert.ok(output.split("\n").filter((line) => expected.test(line)).length <= 2, output);
            });
        }
    });
});
