import assert from "node:assert/strict";
import fc from "fast-check";
import { hops } from "../../core/hops";
import { sshdLines } from "../../core/render/sshdConfig";
import { sysctlLines } from "../../core/render/sysctl";
import { resolveSettings } from "../../core/resolve";
import type { KernelSettings, ServerSettings } from "../../core/settings";
import { validateSettings } from "../../core/validate";
import { shapeProblems } from "../../core/validate/shape";
import { only } from "./validate/only";

describe("validating values", () => {
    it("accepts no settings, and undefined settings", () => {
        assert.deepEqual(validateSettings({}).problems, []);
        assert.deepEqual(
            validateSettings({ profile: undefined, server: { clientAliveInterval: undefined } }).problems,
            [],
        );
    });

    const sound: unknown[] = [
        { server: { tcpKeepAlive: true, clientAliveInterval: 120, clientAliveCountMax: 30 } },
        { server: { clientAliveInterval: 0 } },
        { server: { clientAliveInterval: 86_400, clientAliveCountMax: 10_000 } },
        { server: { channelTimeout: { "session:*": 900, "session:subsystem:sftp": 0 }, unusedConnectionTimeout: 0 } },
        { kernel: { time: 1, interval: 32_767, probes: 127 } },
        { client: { tcpKeepAlive: false, serverAliveInterval: 15, serverAliveCountMax: 4 } },
        { profile: "stig", networkPath: ["aws-nat-gateway", "1800"] },
        { networkPath: [350] },
    ];
    for (const input of sound)
        it(`accepts ${JSON.stringify(input)}`, () => assert.deepEqual(validateSettings(input).problems, []));

    const refused: [input: unknown, propertyPath: string, reason: RegExp][] = [
        [{ server: { clientAliveInterval: -1 } }, "server.clientAliveInterval", /^-1 \(number\).*0 to 86400 seconds/],
        [{ server: { clientAliveInterval: 86_401 } }, "server.clientAliveInterval", /^86401 \(number\).*86400/],
        [{ server: { clientAliveInterval: 1e9 } }, "server.clientAliveInterval", /^1000000000 \(number\)/],
        [{ server: { clientAliveInterval: 1.5 } }, "server.clientAliveInterval", /whole number of seconds; write 2/],
        [{ server: { clientAliveInterval: NaN } }, "server.clientAliveInterval", /^NaN \(number\)/],
        [{ server: { clientAliveInterval: Infinity } }, "server.clientAliveInterval", /^Infinity \(number\)/],
        [
            { server: { clientAliveInterval: "120" } },
            "server.clientAliveInterval",
            /"120" \(string\).*120 without quotes/,
        ],
        [{ server: { clientAliveInterval: "5m" } }, "server.clientAliveInterval", /write 300, in seconds/],
        [{ server: { clientAliveInterval: null } }, "server.clientAliveInterval", /^null is not/],
        [{ server: { clientAliveInterval: true } }, "server.clientAliveInterval", /^true \(boolean\)/],
        [{ server: { clientAliveInterval: 10n } }, "server.clientAliveInterval", /^10 \(bigint\)/],
        [{ server: { clientAliveInterval: [] } }, "server.clientAliveInterval", /^\[\] \(array\)/],
        [{ server: { clientAliveCountMax: 10_001 } }, "server.clientAliveCountMax", /1 to 10000/],
        [{ server: { clientAliveCountMax: 0 } }, "server.clientAliveCountMax", /8\.2.*clientAliveInterval to 0/],
        [{ server: { tcpKeepAlive: "yes" } }, "server.tcpKeepAlive", /"yes" \(string\).*write true/],
        [{ server: { tcpKeepAlive: "No" } }, "server.tcpKeepAlive", /write false without quotes/],
        [{ server: { tcpKeepAlive: 1 } }, "server.tcpKeepAlive", /^1 \(number\).*true or false/],
        [{ server: { unusedConnectionTimeout: 604_801 } }, "server.unusedConnectionTimeout", /0 to 604800/],
        [{ server: { channelTimeout: 900 } }, "server.channelTimeout", /not a map/],
        [{ server: { channelTimeout: {} } }, "server.channelTimeout", /names no channel type/],
        [{ server: { channelTimeout: { "session:*": -1 } } }, 'server.channelTimeout["session:*"]', /^-1 \(number\)/],
        [
            { server: { channelTimeout: { session: 900 } } },
            'server.channelTimeout["session"]',
            /matches no channel type.*mean "session:\*"/,
        ],
        [{ server: { channelTimeout: { "sesion:*": 9 } } }, 'server.channelTimeout["sesion:*"]', /matches no/],
        [{ server: { channelTimeout: { "x=1 *": 9 } } }, 'server.channelTimeout["x=1 *"]', /not a channel type/],
        [{ server: { channelTimeout: { "a\nb": 9 } } }, 'server.channelTimeout["a\\nb"]', /not a channel type/],
        [{ server: "x" }, "server", /"x" \(string\) is not an object/],
        [{ server: null }, "server", /^null is not an object/],
        [{ server: { ClientAliveInterval: 120 } }, "server.ClientAliveInterval", /did you mean "clientAliveInterval"/],
        [{ server: { interval: 120 } }, "server.interval", /did you mean "clientAliveInterval"/],
        [{ kernel: { tcp_keepalive_intvl: 75 } }, "kernel.tcp_keepalive_intvl", /did you mean "interval"/],
        [{ kernel: { "net.ipv4.tcp_keepalive_time": 75 } }, 'kernel["net.ipv4.tcp_keepalive_time"]', /mean "time"/],
        [{ kernel: { time: 0 } }, "kernel.time", /1 to 32767 seconds/],
        [{ kernel: { time: 32_768 } }, "kernel.time", /1 to 32767 seconds/],
        [{ kernel: { interval: 0 } }, "kernel.interval", /1 to 32767 seconds/],
        [{ kernel: { probes: 128 } }, "kernel.probes", /1 to 127/],
        [{ client: { serverAliveCountMax: 0 } }, "client.serverAliveCountMax", /without a probe/],
        [{ sever: {} }, "sever", /did you mean "server"/],
        [{ profile: "balance" }, "profile", /did you mean "balanced"/],
        [{ profile: 3 }, "profile", /^3 \(number\)/],
        [{ profile: "constructor" }, "profile", /not the name of a profile/],
        [{ networkPath: "aws-nat-gateway" }, "networkPath", /not a list/],
        [{ networkPath: ["aws-nat-gateway", "azure"] }, "networkPath[1]", /did you mean "azure-load-balancer"/],
        [{ networkPath: ["2"] }, "networkPath[0]", /3 to 31536000/],
        [{ networkPath: [null] }, "networkPath[0]", /^null: a hop is/],
        ["server", "", /"server" \(string\)/],
        [[], "", /\(array\)/],
    ];
    for (const [input, propertyPath, reason] of refused) {
        it(`refuses ${typeof input === "object" ? shownInput(input) : JSON.stringify(input)}`, () => {
            const problem = only(input);
            assert.equal(problem.propertyPath, propertyPath);
            assert.match(problem.reason, reason);
        });
    }

    it("collects every problem at once", () => {
        const input = {
            profile: "none",
            networkPath: ["x-y-z"],
            server: { tcpKeepAlive: "yes", clientAliveInterval: -1, other: 1 },
            kernel: { probes: 0 },
            client: [],
        };
        assert.deepEqual(
            validateSettings(input).problems.map(({ propertyPath }) => propertyPath),
            [
                "profile",
                "networkPath[0]",
                "server.other",
                "server.tcpKeepAlive",
                "server.clientAliveInterval",
                "kernel.probes",
                "client",
            ],
        );
    });

    it("cuts a long value in the reason", () => {
        assert.ok(only({ server: { clientAliveInterval: "x".repeat(10_000) } }).reason.length < 200);
    });
});

describe("validating the known values in a preview", () => {
    it("checks each value that is known", () => {
        const problems = shapeProblems({ server: { clientAliveInterval: -1 } });
        assert.deepEqual(
            problems.map(({ propertyPath }) => propertyPath),
            ["server.clientAliveInterval"],
        );
    });

    it("does not check values against each other, because a missing one may decide", () => {
        assert.deepEqual(shapeProblems({ server: { clientAliveInterval: 0, clientAliveCountMax: 3 } }), []);
        assert.deepEqual(shapeProblems({ networkPath: ["60"], server: { clientAliveInterval: 600 } }), []);
    });
});

describe("validation as a whole", () => {
    const anyLeaf = fc.anything({ withBigInt: true, withDate: true, withNullPrototype: true, withSparseArray: true });
    const loose = (...names: string[]) =>
        fc.record(Object.fromEntries(names.map((n) => [n, anyLeaf])), { requiredKeys: [] });
    const looseInput = fc.record(
        {
            profile: anyLeaf,
            networkPath: fc.oneof(
                anyLeaf,
                fc.array(fc.oneof(anyLeaf, fc.constantFrom(...hops.map(({ name }) => name)))),
            ),
            server: fc.oneof(
                anyLeaf,
                loose(
                    "tcpKeepAlive",
                    "clientAliveInterval",
                    "clientAliveCountMax",
                    "channelTimeout",
                    "unusedConnectionTimeout",
                ),
            ),
            kernel: fc.oneof(anyLeaf, loose("time", "interval", "probes")),
            client: fc.oneof(anyLeaf, loose("tcpKeepAlive", "serverAliveInterval", "serverAliveCountMax")),
        },
        { requiredKeys: [] },
    );

    it("never throws, and always names a path and a reason", () => {
        fc.assert(
            fc.property(fc.oneof(anyLeaf, looseInput), (input) => {
                for (const { propertyPath, reason } of [...validateSettings(input).problems, ...shapeProblems(input)]) {
                    assert.equal(typeof propertyPath, "string");
                    assert.ok(reason.length > 10);
                }
            }),
            { numRuns: 500 },
        );
    });

    it("accepts nothing that would render as more than one plain line for each setting", () => {
        const text = fc.oneof(
            fc.string({ unit: "binary" }),
            fc.constantFrom("session:*", "*", "a\nPermitRootLogin yes"),
        );
        const input = fc.record({
            server: fc.record({
                clientAliveInterval: fc.oneof(fc.integer(), text),
                channelTimeout: fc.dictionary(text, fc.oneof(fc.integer(), text)),
            }),
            kernel: fc.record({ time: fc.oneof(fc.integer({ min: 1, max: 40_000 }), text) }),
        });
        fc.assert(
            fc.property(input, (wanted) => {
                if (validateSettings(wanted).problems.length > 0) return;
                const lines = [
                    ...sshdLines(wanted.server as ServerSettings),
                    ...sysctlLines(wanted.kernel as KernelSettings),
                ];
                assert.equal(lines.length, 3);
                for (const line of lines) assert.match(line, /^[A-Za-z0-9_.]+ [A-Za-z0-9@.:_*?= -]+$/);
            }),
            { numRuns: 500 },
        );
    });

    it("accepts what it resolved itself", () => {
        const wanted = fc.record(
            {
                profile: fc.constantFrom("balanced", "patient", "quick", "cis", "stig", "pci", "ssh-baseline", "lynis"),
                networkPath: fc.array(fc.constantFrom(...hops.map(({ name }) => name), "45", "600")),
            },
            { requiredKeys: [] },
        );
        fc.assert(
            fc.property(wanted, (input) => {
                assert.deepEqual(validateSettings(input).problems, []);
                const { server, kernel, client } = resolveSettings(input);
                assert.deepEqual(
                    validateSettings({ networkPath: input.networkPath, server, kernel, client }).problems,
                    [],
                );
            }),
        );
    });
});

function shownInput(input: unknown): string {
    return JSON.stringify(input, (_, value: unknown) =>
        typeof value === "bigint" || (typeof value === "number" && !Number.isFinite(value)) ? String(value) : value,
    );
}
