import assert from "node:assert/strict";
import { hasQuirk, quirks } from "../../../core/openssh";
import {
    clientEndsUnresponsive,
    healthySessionEnds,
    probePeriod,
    probesStopAfter,
    sshdEndsUnresponsive,
} from "../../../core/timing";
import { describeTiming } from "../../../core/timing/describe";
import { validateSettings } from "../../../core/validate";

/** Measured with the distributions' own builds, a live client and an idle session; null means "not in 40 to 150 s". */
const measured: readonly {
    openssh: string;
    settings: readonly [interval: number, count: number, rekeyInterval?: number];
    unused?: number;
    ends?: number | null;
    healthyEnds?: number | null;
    period?: number;
}[] = [
    { openssh: "7.6", settings: [5, 1], ends: 5, healthyEnds: 5 },
    { openssh: "7.6", settings: [4, 2], ends: 8, healthyEnds: null },
    { openssh: "8.2", settings: [4, 2], ends: 12, healthyEnds: null },
    { openssh: "8.2", settings: [4, 2, 6], ends: null },
    { openssh: "8.4", settings: [4, 2, 6], ends: null },
    { openssh: "8.9", settings: [4, 2], ends: 12 },
    { openssh: "9.2", settings: [4, 2], ends: 24 },
    { openssh: "9.6", settings: [4, 2], ends: 12 },
    { openssh: "10.2", settings: [4, 2], ends: 12 },
    { openssh: "10.3", settings: [4, 2], ends: 12 },
    { openssh: "10.6", settings: [4, 2], ends: 12 },
    { openssh: "9.2", settings: [5, 3], unused: 4, period: 8 },
    { openssh: "10.0", settings: [5, 3], unused: 4, period: 8 },
    { openssh: "10.0", settings: [5, 3], unused: 3, period: 6 },
    { openssh: "9.2", settings: [5, 3], unused: 3, period: 6 },
    { openssh: "10.3", settings: [5, 3], unused: 4, period: 5 },
    { openssh: "10.0", settings: [300, 3], unused: 200, period: 400 },
];

describe("how a version alters the timing", () => {
    for (const { openssh, settings, unused, ends, healthyEnds, period } of measured) {
        const [interval, count, rekeyInterval] = settings;
        const rest = `${rekeyInterval ? `, RekeyLimit ${rekeyInterval} s` : ""}${unused ? `, unused ${unused}` : ""}`;
        it(`is as measured on OpenSSH ${openssh} with ${interval} × ${count}${rest}`, () => {
            const timing = {
                openssh,
                clientAliveInterval: interval,
                clientAliveCountMax: count,
                rekeyInterval,
                unusedConnectionTimeout: unused ?? 0,
            };
            if (ends !== undefined) assert.equal(sshdEndsUnresponsive(timing), ends);
            if (healthyEnds !== undefined) assert.equal(healthySessionEnds(timing), healthyEnds);
            if (period !== undefined) assert.equal(probePeriod(timing), period);
        });
    }

    it("starts and ends with the versions that the sources name", () => {
        const versions = ["6.2", "7.2", "7.4", "7.5", "7.6", "7.9", "8.0", "8.2", "8.3", "8.6", "8.7", "9.1", "9.2"];
        const having = (name: keyof typeof quirks) =>
            [...versions, "9.4", "9.5", "10.2", "10.3", "10.6"].filter((version) => hasQuirk(version, name));
        assert.deepEqual(having("doubledCount"), ["7.6", "7.9"]);
        assert.deepEqual(having("doubledInterval"), ["9.2", "9.4"]);
        assert.deepEqual(having("rekeyLimitStopsProbes"), ["7.2", "7.4", "7.5", "8.0", "8.2", "8.3", "8.6"]);
        assert.deepEqual(having("unusedTimeoutStretches"), ["9.2", "9.4", "9.5", "10.2"]);
        assert.deepEqual(having("clientRekeyLimitStopsProbes").at(-1), "8.2");
        assert.deepEqual(having("outputHidesHungPeer").slice(0, 5), ["6.2", "7.2", "7.4", "7.5", "9.2"]);
        assert.ok(!hasQuirk(undefined, "doubledInterval") && !hasQuirk("dropbear", "doubledInterval"));
    });

    it("states when the last probe is sent if RekeyLimit has a time", () => {
        const last = (openssh: string, clientAliveInterval: number, rekeyInterval: number) =>
            probesStopAfter({ openssh, clientAliveInterval, rekeyInterval });
        assert.equal(last("8.4", 4, 6), 4); // Measured: one probe, then no more.
        assert.equal(last("8.0", 90, 3600), 3510);
        assert.equal(last("8.0", 90, 90), 0);
        assert.equal(last("8.7", 90, 3600), null);
        assert.equal(last("7.9", 90, 3600), null);
        assert.equal(last("7.4", 90, 3600), 0);
        assert.equal(last("8.0", 90, 0), null);
        assert.equal(last("8.0", 0, 3600), null);
    });

    it("leaves nothing to keep a path open, or to end a hung peer, once the probes have stopped", () => {
        const server = { clientAliveInterval: 90, clientAliveCountMax: 3 };
        const conditions = { openssh: "rhel-8", rekeyInterval: 3600, networkPath: ["350"] };
        const report = describeTiming({ server }, conditions);
        assert.equal(report.probePeriod, 90);
        assert.equal(report.probesStopAfter, 3510);
        assert.equal(report.silence, 7200);
        assert.equal(report.hops[0]?.survives, false);
        assert.equal(report.endsUnresponsive, null);
        assert.match(
            report.warnings.join(),
            /OpenSSH 8\.0 stops probing 3510 s .*RekeyLimit has a time \(3600 s\).*remove the time from RekeyLimit/,
        );
        assert.equal(describeTiming({ server }, { ...conditions, openssh: "8.7" }).hops[0]?.survives, true);
    });

    it("affects the client as well, up to 8.2", () => {
        const client = { serverAliveInterval: 30, serverAliveCountMax: 3 };
        assert.equal(clientEndsUnresponsive({ ...client, openssh: "8.2", rekeyInterval: 3600 }), null);
        assert.equal(clientEndsUnresponsive({ ...client, openssh: "8.3", rekeyInterval: 3600 }), 120);
        const report = describeTiming({ client }, { clientOpenssh: "8.2", clientRekeyInterval: 3600 });
        assert.equal(report.clientProbesStopAfter, 3570);
        assert.equal(report.clientIdleSessionsOnly, true);
        assert.match(report.warnings.join(), /The client stops probing 3570 s/);
        assert.equal(describeTiming({ client }, { clientOpenssh: "10.0" }).clientIdleSessionsOnly, false);
    });

    it("states that a time is for idle sessions only if output counts as activity", () => {
        const idleOnly = (openssh?: string) => describeTiming({}, { openssh }).idleSessionsOnly;
        assert.deepEqual(["7.4", "7.6", "8.9", "9.2", "10.6", undefined].map(idleOnly), [
            true,
            false,
            false,
            true,
            true,
            true,
        ]);
    });
});

describe("settings that a version turns against healthy sessions", () => {
    it("are rejected if the version is known: count 1 on 7.6 to 7.9", () => {
        for (const wanted of [{ profile: "stig" }, { server: { clientAliveInterval: 60, clientAliveCountMax: 1 } }]) {
            for (const openssh of ["7.6", "ubuntu-18.04", "debian-10", "OpenSSH_7.9p1 Debian-10+deb10u2"]) {
                const [problem, ...more] = validateSettings(wanted, { openssh }).problems;
                assert.deepEqual(more, []);
                assert.equal(problem?.propertyPath, "server.clientAliveCountMax");
                assert.match(
                    problem.reason,
                    /1 ends healthy idle sessions after \d+ s on OpenSSH 7\.[69].*give 2 or more/,
                );
            }
            assert.deepEqual(validateSettings(wanted, { openssh: "rhel-8" }).problems, []);
            assert.deepEqual(validateSettings(wanted).problems, []);
        }
    });

    it("cause a warning in the host's report", () => {
        const server = { clientAliveInterval: 300, clientAliveCountMax: 1 };
        const warnings = describeTiming({ server }, { openssh: "7.9" }).warnings.join("\n");
        assert.match(warnings, /OpenSSH 7\.9 counts each interval twice and ends healthy idle sessions after 300 s/);
        const zero = describeTiming({ server: { ...server, clientAliveCountMax: 0 } }, { openssh: "8.0" });
        assert.equal(zero.healthySessionEnds, 300);
    });

    it("are rejected if a stretched period loses a hop, and noted otherwise", () => {
        const server = { clientAliveInterval: 180, unusedConnectionTimeout: 179 };
        const problems = (openssh?: string, hop = "350") =>
            validateSettings({ server, networkPath: [hop] }, { openssh }).problems;
        assert.match(
            problems("10.2")[0]?.reason ?? "",
            /OpenSSH 9\.2 to 10\.2, with an UnusedConnectionTimeout .* would probe every 358 s/,
        );
        assert.match(problems()[0]?.reason ?? "", /would probe every 358 s/);
        assert.deepEqual(problems("10.3"), []);
        assert.deepEqual(problems("10.2", "600"), []);
        const { warnings } = describeTiming({ server }, { openssh: "10.0" });
        assert.match(
            warnings.join(),
            /probes every 358 s instead of 180 s, because UnusedConnectionTimeout 179 .* give a timeout of 180 or more/,
        );
        assert.deepEqual(describeTiming({ server }, { openssh: "10.3" }).warnings, []);
    });
});
