import assert from "node:assert/strict";
import { describeTiming } from "../../../core/timing/describe";

describe("the timing of a host", () => {
    it("is described in full for 120 × 30 on Debian 12 behind two NATs", () => {
        const report = describeTiming(
            { server: { clientAliveInterval: 120, clientAliveCountMax: 30 } },
            { openssh: "OpenSSH_9.2p1 Debian-2", networkPath: ["aws-nat-gateway", "azure-load-balancer"] },
        );
        assert.deepEqual(report, {
            openssh: "9.2",
            probePeriod: 240,
            probesStopAfter: null,
            silence: 240,
            endsUnreachable: 1164.6,
            endsUnresponsive: 7440,
            idleSessionsOnly: true,
            healthySessionEnds: null,
            tcpKeepaliveEnds: 7875,
            retransmissionLimit: 924.6,
            clientProbePeriod: null,
            clientProbesStopAfter: null,
            clientEndsUnreachable: null,
            clientEndsUnresponsive: null,
            clientIdleSessionsOnly: false,
            clientHealthySessionEnds: null,
            idleSessionEnds: null,
            unusedConnectionEnds: null,
            hops: [
                {
                    name: "aws-nat-gateway",
                    title: "AWS NAT gateway",
                    idleTimeout: 350,
                    silence: 240,
                    survives: true,
                    margin: 110,
                    source: "AWS networking blog",
                },
                {
                    name: "azure-load-balancer",
                    title: "Azure Load Balancer",
                    idleTimeout: 240,
                    silence: 240,
                    survives: false,
                    margin: 0,
                    source: "Azure documentation",
                },
            ],
            warnings: [
                "OpenSSH 9.2 probes every 240 s, twice the ClientAliveInterval of 120 (fixed in 9.5).",
                "A hung peer's session stays for 7440 s (2 h 4 min).",
                "An unreachable peer's session ends after 1164.6 s (19 min 25 s), not after 7440 s (2 h 4 min): the kernel gives up retransmitting (tcp_retries2 15).",
                "Azure Load Balancer drops the connection after 240 s; the next packet comes after 240 s.",
            ],
        });
    });

    it("uses OpenSSH's and the kernel's defaults for unset values", () => {
        const report = describeTiming({});
        assert.equal(report.openssh, null);
        assert.equal(report.probePeriod, null);
        assert.equal(report.silence, 7200);
        assert.equal(report.endsUnreachable, 7875);
        assert.equal(report.endsUnresponsive, null);
        assert.match(report.warnings.join(), /Only TCP keepalive detects a dead peer/);
    });

    it("counts the client's probes for the path, and describes when its sessions end", () => {
        const report = describeTiming(
            { client: { serverAliveInterval: 60, serverAliveCountMax: 2 } },
            { networkPath: ["aws-classic-load-balancer", "240"] },
        );
        assert.equal(report.clientEndsUnresponsive, 180);
        assert.equal(report.clientEndsUnreachable, 180);
        assert.deepEqual(
            report.hops.map(({ silence, survives }) => ({ silence, survives })),
            [
                { silence: 60, survives: false },
                { silence: 60, survives: true },
            ],
        );
    });

    it("does not count TCP keepalive at a hop that only data passes", () => {
        const kernel = { time: 30, interval: 10, probes: 3 };
        const report = describeTiming({ kernel }, { networkPath: ["aws-classic-load-balancer", "45"] });
        assert.deepEqual(
            report.hops.map(({ silence, survives }) => ({ silence, survives })),
            [
                { silence: null, survives: false },
                { silence: 30, survives: true },
            ],
        );
        assert.match(report.warnings.join("\n"), /Nothing crosses AWS Classic Load Balancer/);
    });

    it("logs an idle user out only by ChannelTimeout, if the version has it", () => {
        const server = {
            clientAliveInterval: 90,
            channelTimeout: { "session:*": 900, global: 600 },
            unusedConnectionTimeout: 300,
        };
        const idle = (openssh?: string) => {
            const { idleSessionEnds, unusedConnectionEnds } = describeTiming({ server }, { openssh });
            return [idleSessionEnds, unusedConnectionEnds];
        };
        assert.deepEqual(idle("8.4"), [null, null]);
        assert.deepEqual(idle("9.2"), [900, 300]);
        assert.deepEqual(idle("9.7"), [600, 300]);
        assert.deepEqual(idle(), [600, 300]);
        assert.equal(
            describeTiming({ server: { clientAliveInterval: 90, clientAliveCountMax: 1 } }).idleSessionEnds,
            null,
        );
    });

    const warned: [title: string, settings: Parameters<typeof describeTiming>[0], openssh: string, warning: RegExp][] =
        [
            [
                "nothing at all detects a dead peer",
                { server: { tcpKeepAlive: false } },
                "9.9",
                /Nothing detects a dead peer/,
            ],
            [
                "count 0 is read both ways",
                { server: { clientAliveInterval: 60, clientAliveCountMax: 0 } },
                "9.9",
                /since OpenSSH 8\.2/,
            ],
            ["probes are aggressive", { server: { clientAliveInterval: 14 } }, "9.9", /every 14 s is aggressive/],
            [
                "a short outage ends sessions",
                { server: { clientAliveInterval: 15, clientAliveCountMax: 1 } },
                "9.9",
                /outage of 30 s/,
            ],
            [
                "a hung peer stays long",
                { server: { clientAliveInterval: 121, clientAliveCountMax: 30 } },
                "9.9",
                /stays for 3751 s/,
            ],
            [
                "the version has no ChannelTimeout",
                { server: { channelTimeout: { "*": 9 } } },
                "9.1",
                /9\.1 does not know ChannelTimeout/,
            ],
            ["the version ignores global", { server: { channelTimeout: { global: 9 } } }, "9.6", /type global/],
            [
                "an idle connection stays open",
                { server: { channelTimeout: { "*": 9 } } },
                "9.6",
                /UnusedConnectionTimeout ends it/,
            ],
            [
                "kernel values do not affect sshd",
                { server: { tcpKeepAlive: false, clientAliveInterval: 90 }, kernel: { time: 60 } },
                "9.9",
                /do not affect sshd/,
            ],
            [
                "TCP keepalive ends before the first probe",
                { server: { clientAliveInterval: 300 }, kernel: { time: 60, interval: 10, probes: 3 } },
                "9.9",
                /after 90 s, not after 1200 s .*TCP keepalive ends it before/,
            ],
        ];
    for (const [title, settings, openssh, warning] of warned) {
        it(`warns that ${title}`, () =>
            assert.match(describeTiming(settings, { openssh }).warnings.join("\n"), warning));
    }

    it("warns if a hop has less than its margin", () => {
        const report = describeTiming(
            { server: { clientAliveInterval: 230 } },
            { networkPath: ["azure-load-balancer"] },
        );
        assert.match(
            report.warnings.join("\n"),
            /Azure Load Balancer drops the connection after 240 s, only 10 s after .* a margin of 24 s is advised/,
        );
    });
});
