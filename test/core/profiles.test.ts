import assert from "node:assert/strict";
import { maxSeconds, minInterval, minSeconds } from "../../core/bounds";
import { sshClientDirectives, sshdDirectives, sysctlKeys } from "../../core/directives";
import { defaultProfile, profileNamed, profiles, standardOf } from "../../core/profiles";
import { resolveSettings } from "../../core/resolve";
import { unmetRequirements } from "../../core/standards";
import { probePeriod, sshdEndsUnresponsive, tcpKeepaliveEnds } from "../../core/timing";
import { describeTiming } from "../../core/timing/describe";
import { validateSettings } from "../../core/validate";

describe("the profiles", () => {
    it("are these, with these values", () => {
        const values = profiles.map(({ name, server, kernel, client }) => ({ name, server, kernel, client }));
        assert.deepEqual(values, [
            {
                name: "balanced",
                server: { tcpKeepAlive: true, clientAliveInterval: 90, clientAliveCountMax: 3 },
                kernel: { time: 180, interval: 30, probes: 6 },
                client: { tcpKeepAlive: true, serverAliveInterval: 90, serverAliveCountMax: 3 },
            },
            {
                name: "patient",
                server: { tcpKeepAlive: true, clientAliveInterval: 120, clientAliveCountMax: 30 },
                kernel: undefined,
                client: { tcpKeepAlive: true, serverAliveInterval: 120, serverAliveCountMax: 30 },
            },
            {
                name: "quick",
                server: { tcpKeepAlive: true, clientAliveInterval: 20, clientAliveCountMax: 3 },
                kernel: { time: 60, interval: 10, probes: 6 },
                client: { tcpKeepAlive: true, serverAliveInterval: 20, serverAliveCountMax: 3 },
            },
            {
                name: "cis",
                server: { clientAliveInterval: 300, clientAliveCountMax: 3 },
                kernel: undefined,
                client: undefined,
            },
            {
                name: "stig",
                server: { clientAliveInterval: 300, clientAliveCountMax: 1 },
                kernel: undefined,
                client: undefined,
            },
            {
                name: "pci",
                server: {
                    tcpKeepAlive: true,
                    clientAliveInterval: 90,
                    clientAliveCountMax: 3,
                    channelTimeout: { "session:*": 900 },
                    unusedConnectionTimeout: 900,
                },
                kernel: undefined,
                client: undefined,
            },
            {
                name: "ssh-baseline",
                server: { tcpKeepAlive: false, clientAliveInterval: 300, clientAliveCountMax: 3 },
                kernel: undefined,
                client: undefined,
            },
            {
                name: "lynis",
                server: { tcpKeepAlive: false, clientAliveInterval: 300, clientAliveCountMax: 2 },
                kernel: undefined,
                client: undefined,
            },
        ]);
    });

    for (const profile of profiles) {
        describe(profile.name, () => {
            it("names a source for each of its values, in the order of the tables, and for nothing else", () => {
                const paths = Object.entries({
                    server: sshdDirectives,
                    kernel: sysctlKeys,
                    client: sshClientDirectives,
                })
                    .flatMap(([group, table]) => table.map(({ property }) => ({ group, property })))
                    .filter(({ group, property }) => property in (profile[group as "server"] ?? {}))
                    .map(({ group, property }) => `${group}.${property}`);
                assert.deepEqual(Object.keys(profile.sources), paths);
            });

            it("has no problem of its own", () => {
                assert.deepEqual(validateSettings({ profile: profile.name }).problems, []);
                const { server, kernel, client } = resolveSettings({ profile: profile.name });
                assert.deepEqual(validateSettings({ server, kernel, client }).problems, []);
            });

            it("meets the standard that it was made for", () => {
                const standard = standardOf(profile);
                assert.equal(standard?.name, profile.standard);
                if (standard) assert.deepEqual(unmetRequirements(standard, profile.server), []);
            });

            it("is neither too slow nor too aggressive", () => {
                const timing = { ...profile.server, kernel: profile.kernel };
                assert.ok((probePeriod(timing) ?? 0) >= minInterval);
                const end = sshdEndsUnresponsive(timing) ?? Infinity;
                assert.ok(end >= minSeconds && end <= maxSeconds);
                if (profile.kernel) assert.ok((tcpKeepaliveEnds({ kernel: profile.kernel }) ?? Infinity) <= maxSeconds);
            });
        });
    }
});

describe("the default profile", () => {
    it("survives the hops of every cloud on every OpenSSH version, and warns only of the doubling", () => {
        const { server, kernel, client } = resolveSettings({});
        assert.deepEqual({ ...server }, { ...profileNamed(defaultProfile)?.server });
        const networkPath = ["aws-nat-gateway", "azure-load-balancer", "gcp-vpc"];
        for (const openssh of ["8.4", "9.2", "10.0"]) {
            const report = describeTiming({ server, kernel, client }, { openssh, networkPath });
            assert.ok(report.hops.every(({ survives }) => survives));
            const sshdAlone = describeTiming({ server: { ...server, tcpKeepAlive: false } }, { openssh, networkPath });
            assert.ok(sshdAlone.hops.every(({ survives }) => survives));
            assert.equal(report.warnings.length, openssh === "9.2" ? 1 : 0, report.warnings.join("\n"));
        }
    });
});
