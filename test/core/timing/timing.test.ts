import assert from "node:assert/strict";
import fc from "fast-check";
import {
    clientEndsUnreachable,
    clientEndsUnresponsive,
    probePeriod,
    retransmissionLimit,
    sshdEndsUnreachable,
    sshdEndsUnresponsive,
    survives,
    tcpKeepaliveEnds,
} from "../../../core/timing";
import { measuredEnds } from "./measured";

describe("sshd's end of a session with an unreachable peer", () => {
    for (const { openssh, interval, count, tcpRetries2, measured, tolerance } of measuredEnds) {
        it(`is predicted for OpenSSH ${openssh}, ${interval} × ${count}, tcp_retries2 ${tcpRetries2}: ${measured} s were measured`, () => {
            const predicted = sshdEndsUnreachable({
                clientAliveInterval: interval,
                clientAliveCountMax: count,
                openssh,
                tcpRetries2,
            });
            assert.ok(predicted !== null && Math.abs(predicted - measured) <= tolerance, `predicted ${predicted}`);
        });
    }

    it("comes from TCP keepalive if that ends before the first probe", () => {
        const kernel = { time: 20, interval: 5, probes: 3 };
        assert.equal(sshdEndsUnreachable({ clientAliveInterval: 40, kernel }), 35);
    });

    it("does not come from TCP keepalive that ends after the first probe", () => {
        const kernel = { time: 20, interval: 5, probes: 9 };
        assert.equal(sshdEndsUnreachable({ clientAliveInterval: 40, clientAliveCountMax: 3, kernel }), 160);
    });

    it("comes from TCP keepalive alone at interval 0", () => {
        assert.equal(sshdEndsUnreachable({ clientAliveInterval: 0 }), 7875);
    });

    it("never comes if TCPKeepAlive is no and the interval is 0", () => {
        assert.equal(sshdEndsUnreachable({ tcpKeepAlive: false, clientAliveInterval: 0 }), null);
        assert.equal(sshdEndsUnreachable({ tcpKeepAlive: false }), null);
    });

    it("comes from the kernel's limit alone at count 0 since OpenSSH 8.2, and at the first probe before", () => {
        const timing = { clientAliveInterval: 60, clientAliveCountMax: 0, tcpRetries2: 5 };
        assert.equal(sshdEndsUnreachable({ ...timing, openssh: "8.2" }), 72.6);
        assert.equal(sshdEndsUnreachable({ ...timing, openssh: "8.1" }), 60);
    });

    it("is about 17 minutes for 120 × 30, not an hour", () => {
        const timing = { clientAliveInterval: 120, clientAliveCountMax: 30 };
        assert.equal(sshdEndsUnreachable(timing), 120 + 924.6);
    });
});

describe("sshd's end of a session with an unresponsive peer", () => {
    it("is one interval later than the manual page says: 3720 s for 120 × 30", () => {
        assert.equal(sshdEndsUnresponsive({ clientAliveInterval: 120, clientAliveCountMax: 30 }), 3720);
    });

    it("takes twice as long on OpenSSH 9.2 to 9.4 only", () => {
        const ends = ["8.4", "9.1", "9.2", "9.3", "9.4", "9.5", "10.0"].map((openssh) =>
            sshdEndsUnresponsive({ clientAliveInterval: 10, clientAliveCountMax: 2, openssh }),
        );
        assert.deepEqual(ends, [30, 30, 60, 60, 60, 30, 30]);
    });

    it("uses OpenSSH's default count of 3", () => {
        assert.equal(sshdEndsUnresponsive({ clientAliveInterval: 10 }), 40);
    });

    it("never comes at interval 0, because the kernel answers TCP keepalive", () => {
        assert.equal(sshdEndsUnresponsive({ clientAliveInterval: 0, tcpKeepAlive: true }), null);
    });

    it("never comes at count 0 since OpenSSH 8.2, and at the first probe before", () => {
        assert.equal(sshdEndsUnresponsive({ clientAliveInterval: 60, clientAliveCountMax: 0, openssh: "8.2" }), null);
        assert.equal(sshdEndsUnresponsive({ clientAliveInterval: 60, clientAliveCountMax: 0, openssh: "8.1" }), 60);
        assert.equal(sshdEndsUnresponsive({ clientAliveInterval: 60, clientAliveCountMax: 0 }), null);
    });
});

describe("the ssh client's end of a session", () => {
    it("comes at count + 1 intervals, on every version", () => {
        assert.equal(clientEndsUnresponsive({ serverAliveInterval: 5, serverAliveCountMax: 2 }), 15);
        assert.equal(clientEndsUnreachable({ serverAliveInterval: 5, serverAliveCountMax: 2 }), 15);
    });

    it("comes earlier from the kernel's limit for an unreachable server", () => {
        const timing = { serverAliveInterval: 120, serverAliveCountMax: 30 };
        assert.equal(clientEndsUnreachable(timing), 1044.6);
        assert.equal(clientEndsUnresponsive(timing), 3720);
    });

    it("comes from TCP keepalive at interval 0, or never", () => {
        assert.equal(clientEndsUnreachable({}), 7875);
        assert.equal(clientEndsUnreachable({ tcpKeepAlive: false }), null);
        assert.equal(clientEndsUnresponsive({}), null);
    });

    it("comes at the first interval at count 0, without a probe", () => {
        assert.equal(clientEndsUnresponsive({ serverAliveInterval: 30, serverAliveCountMax: 0 }), 30);
    });
});

describe("TCP keepalive's end of a connection", () => {
    it("is 7875 s at the kernel's defaults", () => {
        assert.equal(tcpKeepaliveEnds({}), 7875);
    });

    it("is 11 s for 5 + 3 × 2, as measured", () => {
        assert.equal(tcpKeepaliveEnds({ kernel: { time: 5, interval: 2, probes: 3 } }), 11);
    });

    it("never comes if TCPKeepAlive is no", () => {
        assert.equal(tcpKeepaliveEnds({ tcpKeepAlive: false }), null);
    });
});

describe("the kernel's retransmission limit", () => {
    it("is 924.6 s at tcp_retries2 15 and 12.6 s at 5; 943.9 s and 12.5 s were measured", () => {
        assert.equal(retransmissionLimit(), 924.6);
        assert.equal(retransmissionLimit(15), 924.6);
        assert.equal(retransmissionLimit(5), 12.6);
        assert.ok(Math.abs(retransmissionLimit(15) - 943.9) < 0.03 * 943.9);
        assert.ok(Math.abs(retransmissionLimit(5) - 12.5) < 0.5);
    });

    it("takes one timer more up to 3 retransmissions, as measured on short paths", () => {
        for (const [retries, measured] of [
            [2, 3.35],
            [3, 6.8],
            [4, 6.8],
            [5, 13.5],
        ] as const) {
            const off = measured - retransmissionLimit(retries);
            assert.ok(off >= 0 && off <= 1.5, `${retries}: ${off}`);
        }
    });

    it("is the sum of timeouts of 0.2 s that double up to 120 s", () => {
        fc.assert(
            fc.property(fc.integer({ min: 0, max: 255 }), (retries) => {
                let sum = 0;
                for (let k = 0; k <= retries + (retries <= 3 ? 1 : 0); k++) sum += Math.min(0.2 * 2 ** k, 120);
                assert.ok(Math.abs(retransmissionLimit(retries) - sum) < 1e-6);
            }),
        );
    });
});

describe("the probe period", () => {
    it("is null at interval 0, and if none is given", () => {
        assert.equal(probePeriod({ clientAliveInterval: 0, openssh: "9.2" }), null);
        assert.equal(probePeriod({}), null);
    });

    it("is 360 s for ClientAliveInterval 180 on OpenSSH 9.2p1: too late for a NAT of 350 s", () => {
        const period = probePeriod({ clientAliveInterval: 180, openssh: "OpenSSH_9.2p1 Debian-2+deb12u3" });
        assert.equal(period, 360);
        assert.deepEqual(survives(350, period), { survives: false, margin: -10 });
    });
});

describe("surviving an idle timeout", () => {
    it("needs the packet before the timeout, not at it", () => {
        assert.deepEqual(survives(350, 349), { survives: true, margin: 1 });
        assert.deepEqual(survives(350, 350), { survives: false, margin: 0 });
    });

    it("fails if nothing is ever sent", () => {
        assert.deepEqual(survives(350, null), { survives: false, margin: null });
    });
});

describe("the ends of a session", () => {
    const interval = fc.integer({ min: 1, max: 86_400 });
    const count = fc.integer({ min: 1, max: 10_000 });
    const openssh = fc.constantFrom("7.4", "8.0", "8.4", "9.2", "9.3", "9.4", "9.5", "9.9", "10.0");
    const kernel = fc.record({
        time: fc.integer({ min: 1, max: 32_767 }),
        interval: fc.integer({ min: 1, max: 32_767 }),
        probes: fc.integer({ min: 1, max: 127 }),
    });
    const tcpRetries2 = fc.integer({ min: 0, max: 255 });
    const timing = fc.record({
        clientAliveInterval: interval,
        clientAliveCountMax: count,
        openssh,
        kernel,
        tcpRetries2,
        tcpKeepAlive: fc.boolean(),
    });

    it("come no later for an unreachable peer than for an unresponsive one", () => {
        fc.assert(
            fc.property(timing, (settings) => {
                const unreachable = sshdEndsUnreachable(settings);
                const unresponsive = sshdEndsUnresponsive(settings);
                assert.ok(unreachable !== null && unresponsive !== null && unreachable <= unresponsive);
            }),
        );
    });

    it("come no earlier with a longer interval or a higher count", () => {
        fc.assert(
            fc.property(timing, (settings) => {
                const base = sshdEndsUnresponsive(settings) ?? Infinity;
                const { clientAliveInterval, clientAliveCountMax } = settings;
                const slower = [
                    { ...settings, clientAliveInterval: clientAliveInterval + 1 },
                    { ...settings, clientAliveCountMax: clientAliveCountMax + 1 },
                ];
                for (const each of slower) assert.ok((sshdEndsUnresponsive(each) ?? 0) > base);
            }),
        );
    });

    it("come after the first probe, or from TCP keepalive before it", () => {
        fc.assert(
            fc.property(timing, (settings) => {
                const end = sshdEndsUnreachable(settings) ?? 0;
                const period = probePeriod(settings) ?? Infinity;
                assert.ok(end > period || end === tcpKeepaliveEnds(settings));
            }),
        );
    });

    it("never depend on the version outside 9.2 to 9.4", () => {
        const sound = fc.constantFrom("7.4", "8.4", "9.1", "9.5", "10.0");
        fc.assert(
            fc.property(timing, sound, sound, (settings, a, b) => {
                assert.equal(
                    sshdEndsUnreachable({ ...settings, openssh: a }),
                    sshdEndsUnreachable({ ...settings, openssh: b }),
                );
            }),
        );
    });
});
