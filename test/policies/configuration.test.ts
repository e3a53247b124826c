import assert from "node:assert/strict";
import type { ResourceValidationPolicy } from "@pulumi/policy";
import type { Configured } from "../../policies/configuration/bounds";
import { withCheckedConfiguration } from "../../policies/configuration/check";
import { problemsIn } from "../../policies/configuration/problems";
import { rules } from "../../policies/pack";
import { rulesThatCheck } from "../../policies/standard";

type Given = Record<string, object>;

/** The problems of a configuration; rules that it does not name have their defaults. */
function problems(given: Given): string[] {
    const all = rules.map(({ name, configSchema }): [string, Configured] => {
        const defaults = Object.entries(configSchema?.properties ?? {}).map(([key, schema]) => [key, schema.default]);
        return [name, { ...(Object.fromEntries(defaults) as Configured), ...given[name] }];
    });
    return problemsIn(new Map(all));
}

const slow = "dead-peer-detection-not-too-slow";
const aggressive = "keepalive-not-too-aggressive";
const path = "keepalive-outlives-network-path";
const kernel = "kernel-keepalive-within-bounds";
const reason = "the vendor's appliance cannot do it";

describe("a contradictory configuration", () => {
    const cases: [what: string, given: Given, expected: RegExp][] = [
        [
            "one rule's two bounds",
            { [kernel]: { minSeconds: 600, maxSeconds: 60 } },
            /^minSeconds 600 of kernel-\S+ and maxSeconds 60 of kernel-\S+ contradict each other: no net\S+ values meet both\. Lower minSeconds, or raise maxSeconds\.$/,
        ],
        [
            "a first probe that comes after the connection has to end",
            { [kernel]: { minTime: 300, maxSeconds: 300 } },
            /^minTime 300 .* and maxSeconds 300 .* contradict/,
        ],
        [
            "a first probe that comes later than the kernel can send it",
            { [kernel]: { minTime: 86_400, maxSeconds: 604_800 } },
            /^minTime 86400 of \S+ is too strict: no net\S+ values meet it\. Lower minTime\.$/,
        ],
        [
            "a bound that even the shortest interval exceeds",
            { [slow]: { maxSeconds: 1 } },
            /^maxSeconds 1 of dead-\S+ is too strict: no ClientAliveInterval and ClientAliveCountMax meet it\. Raise maxSeconds\.$/,
        ],
        [
            "the bounds of two rules",
            { [slow]: { maxSeconds: 60 }, [aggressive]: { minSeconds: 90 } },
            /^maxSeconds 60 of dead-\S+ and minSeconds 90 of keepalive-not-\S+ contradict each other: .* meet both\. Raise maxSeconds, or lower minSeconds\.$/,
        ],
        ["a bound and another rule's default", { [slow]: { maxSeconds: 44 } }, /^maxSeconds 44 .* and minSeconds 45 /],
        [
            "an interval and a duration",
            { [slow]: { maxSeconds: 600 }, [aggressive]: { minInterval: 400 } },
            /^maxSeconds 600 .* and minInterval 400 /,
        ],
        [
            "bounds that only together leave nothing",
            // Two of them can always be satisfied: 3 × 33 s, 2 × 50 s, or any interval.
            { [slow]: { maxSeconds: 110, standard: "stig" }, [aggressive]: { minSeconds: 109, minInterval: 56 } },
            /contradict each other: .* meet (all|both)\./,
        ],
        [
            "a standard and a bound",
            { [slow]: { standard: "stig" }, [aggressive]: { minInterval: 601 } },
            /^standard "stig" of dead-\S+ and minInterval 601 .*\. Choose another standard than "stig", or lower minInterval\.$/,
        ],
        [
            "a standard and a duration",
            { [slow]: { maxSeconds: 900 }, [aggressive]: { standard: "ssh-baseline" } },
            /^maxSeconds 900 .* and standard "ssh-baseline" /,
        ],
        [
            "two standards",
            { [slow]: { standard: "stig" }, [aggressive]: { standard: "ssh-baseline" } },
            /^standard "stig" of dead-\S+ and standard "ssh-baseline" of keepalive-not-/,
        ],
        [
            "a hop and an interval, on a version that is not known",
            { [path]: { networkPath: ["240"] }, [aggressive]: { minInterval: 121 } },
            /^minInterval 121 .* and networkPath "240" .* Lower minInterval, or set openssh to the version of the servers, or remove "240"/,
        ],
        [
            "a hop and a standard",
            { [path]: { networkPath: ["aws-nat-gateway"] }, [aggressive]: { standard: "ssh-baseline" } },
            /^standard "ssh-baseline" .* and networkPath "aws-nat-gateway" /,
        ],
        [
            "two versions of all servers",
            { [slow]: { openssh: "9.2" }, [aggressive]: { openssh: "9.6" } },
            /^openssh is "9\.2" for dead-\S+ and "9\.6" for keepalive-not-\S+, but it is the version of all servers\./,
        ],
    ];
    for (const [what, given, expected] of cases) {
        it(`is one error that names the settings and the remedy: ${what}`, () => {
            const [first = "", ...more] = problems(given);
            assert.match(first, expected);
            assert.deepEqual(more, []);
        });
    }
});

describe("a configuration without effect", () => {
    const cases: [what: string, given: Given, expected: RegExp][] = [
        [
            "a hop that forgets at once",
            { [path]: { networkPath: ["0"] } },
            /^networkPath of \S+ has "0": a hop of your own .* whole seconds, 3 to 31536000\.$/,
        ],
        ["a hop in milliseconds", { [path]: { networkPath: ["99999999"] } }, /^networkPath of \S+ has "99999999"/],
        [
            "a standard that has nothing for the rule",
            { [slow]: { standard: "pci" } },
            /^standard of dead-\S+ is "pci", but this rule checks nothing of it\. Set it for idle-session-timeout, or .* SSH_KEEPALIVE_STANDARD\.$/,
        ],
        [
            "a standard for a rule without one",
            { "host-key-pinned": { standard: "cis" } },
            /Set it for keepalive-enabled,/,
        ],
        [
            "an exception from the rule that reports exceptions",
            { "exceptions-in-use": { exceptions: [{ resource: "web", reason }] } },
            /^exceptions-in-use takes no exceptions\./,
        ],
        [
            "a second exception for a resource",
            { [slow]: { exceptions: [1, 2].map(() => ({ resource: "web", reason })) } },
            /^dead-\S+ has two exceptions for "web"\. Remove one/,
        ],
        [
            "a reason of blanks",
            { [slow]: { exceptions: [{ resource: "web", reason: " ".repeat(12) }] } },
            /^the exception of dead-\S+ for "web" has only blanks as its reason\./,
        ],
    ];
    for (const [what, given, expected] of cases) {
        it(`is an error: ${what}`, () => {
            const [first = "", ...more] = problems(given);
            assert.match(first, expected);
            assert.deepEqual(more, []);
        });
    }
});

describe("a sound configuration", () => {
    const standards = ["cis", "stig", "pci", "ssh-baseline", "lynis"];
    const cases: [what: string, given: Given][] = [
        ["the defaults", {}],
        ...standards.map((standard): [string, Given] => [
            `the standard ${standard} for all rules that check it`,
            Object.fromEntries(rulesThatCheck(standard).map((rule) => [rule, { standard }])),
        ]),
        [
            "bounds that leave one value",
            { [slow]: { maxSeconds: 100 }, [aggressive]: { minSeconds: 100, minInterval: 50 } },
        ],
        ["two standards that agree", { "keepalive-enabled": { standard: "cis" }, [slow]: { standard: "stig" } }],
        [
            "a hop that only old versions forget",
            { [path]: { networkPath: ["240"], openssh: "9.6" }, [aggressive]: { minInterval: 200, openssh: "9.6" } },
        ],
        [
            "a count of 0 where STIG for RHEL 7 requires it",
            { "keepalive-enabled": { standard: "stig", openssh: "7.4" }, [slow]: { standard: "stig", openssh: "7.4" } },
        ],
        ["kernel values at their limits", { [kernel]: { minTime: 32_767, minSeconds: 604_800, maxSeconds: 604_800 } }],
    ];
    for (const [what, given] of cases) it(`has no problem: ${what}`, () => assert.deepEqual(problems(given), []));
});

describe("the pack's rules", () => {
    it("end with the error when the second of two contradictory rules runs", () => {
        const [first, second] = withCheckedConfiguration(
            rules.filter(({ name }) => name === slow || name === aggressive),
        ) as ResourceValidationPolicy[];
        const run = (rule: ResourceValidationPolicy | undefined, config: object): unknown => {
            const { validateResource } = rule as { validateResource: (...args: unknown[]) => unknown };
            const args = { type: "t", name: "n", urn: "u", props: {}, opts: {}, getConfig: () => config };
            return validateResource(args, () => undefined);
        };
        run(first, { maxSeconds: 60 });
        run(second, { minSeconds: 50 });
        for (let time = 1; time <= 2; time++)
            assert.throws(() => run(second, { minSeconds: 90 }), { stack: /^maxSeconds 60 .* minSeconds 90 .*\.$/ });
    });
});
