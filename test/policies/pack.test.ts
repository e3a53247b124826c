import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { rules, packName } from "../../policies/pack";
import { hosts, violations } from "./support";

const root = join(__dirname, "..", "..");

describe("the policy pack", () => {
    it("holds exactly these rules, at these levels", () => {
        assert.equal(packName, "ssh-keepalive");
        assert.deepEqual(
            rules.map(({ name, enforcementLevel, severity }) => [name, enforcementLevel, severity]),
            [
                ["keepalive-enabled", "mandatory", "high"],
                ["dead-peer-detection-not-too-slow", "mandatory", "medium"],
                ["keepalive-not-too-aggressive", "mandatory", "medium"],
                ["tcp-keepalive-not-alone", "mandatory", "high"],
                ["kernel-keepalive-within-bounds", "mandatory", "medium"],
                ["keepalive-outlives-network-path", "mandatory", "medium"],
                ["sshd-config-accepted", "mandatory", "high"],
                ["idle-session-timeout", "disabled", "medium"],
                ["host-key-pinned", "advisory", "medium"],
                ["instance-has-keepalive", "advisory", "low"],
                ["keepalive-text-read", "advisory", "low"],
                ["exceptions-in-use", "advisory", "low"],
            ],
        );
    });

    it("keeps each rule in a file of its name", () => {
        for (const { name } of rules) {
            const file = name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
            assert.match(readFileSync(join(root, "policies", "rules", `${file}.ts`), "utf8"), new RegExp(`"${name}"`));
        }
    });

    for (const rule of rules) {
        it(`describes ${rule.name} in full`, () => {
            assert.match(rule.description, /^Checks that .*\.$/);
            assert.ok(rule.displayName && rule.remediationSteps && (rule.tags?.length ?? 0) > 0);
            assert.ok(!("remediateResource" in rule));
            for (const [setting, schema] of Object.entries(rule.configSchema?.properties ?? {})) {
                assert.ok(
                    schema.default !== undefined && schema.description,
                    `${setting} has a default and a description`,
                );
            }
        });
    }

    it("has these settings, with these defaults", () => {
        const settings = rules.map(({ name, configSchema }) => {
            const { standard, exceptions, ...own } = configSchema?.properties ?? {};
            assert.deepEqual(standard?.enum, ["none", "cis", "stig", "pci", "ssh-baseline", "lynis"]);
            assert.deepEqual(exceptions?.default, []);
            return [
                name,
                Object.fromEntries(Object.entries(own).map(([setting, schema]) => [setting, schema.default])),
            ];
        });
        assert.deepEqual(Object.fromEntries(settings), {
            "keepalive-enabled": { openssh: "" },
            "dead-peer-detection-not-too-slow": { maxSeconds: 3720, openssh: "" },
            "keepalive-not-too-aggressive": { minInterval: 15, minSeconds: 45, openssh: "" },
            "tcp-keepalive-not-alone": {},
            "kernel-keepalive-within-bounds": { minTime: 15, minSeconds: 45, maxSeconds: 7875 },
            "keepalive-outlives-network-path": { networkPath: [], openssh: "" },
            "sshd-config-accepted": {},
            "idle-session-timeout": { maxSeconds: 900 },
            "host-key-pinned": {},
            "instance-has-keepalive": {},
            "keepalive-text-read": {},
            "exceptions-in-use": {},
        });
    });

    it("refuses a setting that a rule does not have, by name", async () => {
        await assert.rejects(
            violations("keepalive-not-too-aggressive", hosts({}), { minIntervall: 5 }),
            /keepalive-not-too-aggressive has no setting minIntervall; did you mean "minInterval"\? It has minInterval, minSeconds, openssh, standard, exceptions/,
        );
    });

    it("takes the version that its package and its description file state", () => {
        const own = JSON.parse(readFileSync(join(root, "policies", "package.json"), "utf8")) as { version: string };
        const whole = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
        assert.equal(own.version, whole.version);
    });
});
