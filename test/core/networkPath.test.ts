import assert from "node:assert/strict";
import fc from "fast-check";
import { hopRemark, hops, hopSettable } from "../../core/hops";
import {
    intervalFor,
    intervalForTimeout,
    longestDerivedInterval,
    marginFor,
    ownHopRange,
    parseHop,
    smallestHop,
    unknownHopReason,
} from "../../core/networkPath";
import { probePeriod, survives } from "../../core/timing";

describe("the catalogue of hops", () => {
    it("has the idle timeouts that their vendors document", () => {
        assert.deepEqual(Object.fromEntries(hops.map(({ name, idleTimeout }) => [name, idleTimeout])), {
            "aws-nat-gateway": 350,
            "aws-vpc-endpoint": 350,
            "aws-network-load-balancer": 350,
            "aws-network-load-balancer-tls": 350,
            "aws-gateway-load-balancer": 350,
            "aws-global-accelerator": 340,
            "aws-network-firewall": 350,
            "aws-security-group": 432_000,
            "aws-security-group-nitro-v6": 350,
            "aws-ec2-instance-connect-endpoint": 3600,
            "aws-classic-load-balancer": 60,
            "aws-session-manager": 1200,
            "azure-load-balancer": 240,
            "azure-nat-gateway": 240,
            "gcp-vpc": 600,
            "gcp-cloud-nat": 1200,
            "oci-load-balancer": 300,
            "oci-network-load-balancer": 360,
            fortigate: 3600,
            "palo-alto-firewall": 3600,
            "linux-conntrack": 432_000,
            "fritz-box": 900,
            "rfc5382-nat": 7440,
        });
    });

    it("has the ranges in which they can be configured, if the vendor documents one", () => {
        const ranges = hops.filter(({ settable }) => settable !== undefined);
        assert.deepEqual(Object.fromEntries(ranges.map((hop) => [hop.name, hopSettable(hop)])), {
            "aws-nat-gateway": "no",
            "aws-vpc-endpoint": "no",
            "aws-network-load-balancer": "60 to 6000",
            "aws-network-load-balancer-tls": "no",
            "aws-gateway-load-balancer": "60 to 6000",
            "aws-global-accelerator": "no",
            "aws-network-firewall": "60 to 6000",
            "aws-security-group": "60 to 432000",
            "aws-security-group-nitro-v6": "60 to 432000",
            "aws-classic-load-balancer": "1 to 3600",
            "aws-session-manager": "60 to 3600",
            "azure-load-balancer": "240 to 6000",
            "azure-nat-gateway": "240 to 7200",
            "gcp-cloud-nat": "yes",
            "oci-load-balancer": "yes",
            "oci-network-load-balancer": "yes",
            fortigate: "300 to 604800",
        });
    });

    it("names those that are only reported by users, and those that end every connection", () => {
        assert.deepEqual(
            hops.filter(({ known }) => known === "reported").map(({ name }) => name),
            ["fritz-box"],
        );
        const [endpoint, ...others] = hops.filter(({ endsAfter }) => endsAfter !== undefined);
        assert.deepEqual(
            [endpoint!.name, endpoint!.endsAfter, others],
            ["aws-ec2-instance-connect-endpoint", 3600, []],
        );
        assert.match(hopRemark(endpoint!), /; ends every connection after 3600 s regardless of traffic$/);
    });

    it("has kebab-case names, each once, and a source for each", () => {
        for (const { name, source } of hops) {
            assert.match(name, /^[a-z0-9]+(-[a-z0-9]+)*$/);
            assert.notEqual(source, "");
        }
        assert.equal(new Set(hops.map(({ name }) => name)).size, hops.length);
    });
});

describe("a hop", () => {
    it("is found by its name", () => {
        assert.equal(parseHop("azure-load-balancer")?.idleTimeout, 240);
    });

    it("of your own is given by its seconds, as text or number", () => {
        assert.equal(parseHop("1800")?.idleTimeout, 1800);
        assert.equal(parseHop(1800)?.idleTimeout, 1800);
    });

    it("is rejected if the name is unknown, or the seconds are not a whole number in range", () => {
        for (const wrong of ["aws-nat", "", " 350", "350s", "-5", "1.5", "0", "2", "31536001", "1e3", Number.NaN, 2.5])
            assert.equal(parseHop(wrong), undefined, String(wrong));
    });

    it("is rejected with the nearest name if the name is unknown", () => {
        assert.match(unknownHopReason("aws-nat"), /did you mean "aws-nat-gateway"\?/);
        assert.match(unknownHopReason("AWS_NAT_Gateway"), /did you mean "aws-nat-gateway"\?/);
        assert.match(unknownHopReason("azur-load-balancer"), /did you mean "azure-load-balancer"\?/);
        assert.match(unknownHopReason("zzz"), /no hop has this name\. Known: aws-nat-gateway, /);
        assert.match(unknownHopReason("-5"), /whole seconds, 3 to 31536000/);
    });
});

describe("the smallest hop of a path", () => {
    it("is the one with the shortest timeout, at any position", () => {
        assert.equal(smallestHop(["gcp-vpc", "azure-load-balancer", "1800"])?.name, "azure-load-balancer");
        assert.equal(smallestHop(["1800", "aws-nat-gateway"])?.idleTimeout, 350);
    });

    it("does not exist for a path without hops", () => {
        assert.equal(smallestHop([]), undefined);
        assert.equal(intervalFor([]), undefined);
    });
});

describe("the derived interval", () => {
    it("is 157 s for AWS, 108 s for Azure, 22 s behind a Classic Load Balancer, and at most 300 s", () => {
        assert.equal(intervalFor(["aws-nat-gateway"]), 157);
        assert.equal(intervalFor(["aws-nat-gateway", "azure-load-balancer", "1800"]), 108);
        assert.equal(intervalFor(["aws-classic-load-balancer"]), 22);
        assert.equal(intervalFor(["linux-conntrack"]), longestDerivedInterval);
    });

    it("stays below any idle timeout on every OpenSSH version, by the margin if whole seconds allow it", () => {
        const timeout = fc.integer({ min: ownHopRange.min, max: ownHopRange.max });
        const version = fc.constantFrom("7.4", "8.4", "9.2", "9.3", "9.4", "9.5", "10.0");
        fc.assert(
            fc.property(timeout, version, (idleTimeout, openssh) => {
                const clientAliveInterval = intervalForTimeout(idleTimeout);
                assert.ok(Number.isInteger(clientAliveInterval) && clientAliveInterval >= 1);
                const { survives: lives, margin } = survives(
                    idleTimeout,
                    probePeriod({ clientAliveInterval, openssh }),
                );
                assert.ok(lives);
                assert.ok(clientAliveInterval === 1 || (margin ?? 0) >= marginFor(idleTimeout));
            }),
        );
    });

    it("is never shorter than it must be", () => {
        fc.assert(
            fc.property(fc.integer({ min: 60, max: 600 }), (idleTimeout) => {
                const oneMore = 2 * (intervalForTimeout(idleTimeout) + 1);
                assert.ok(idleTimeout - oneMore < marginFor(idleTimeout));
            }),
        );
    });

    it("never grows when a hop is added", () => {
        const hop = fc.oneof(
            fc.constantFrom(...hops.map(({ name }) => name)),
            fc.integer({ min: 3, max: 10_000 }).map(String),
        );
        fc.assert(
            fc.property(fc.array(hop, { minLength: 1 }), hop, (path, more) => {
                assert.ok((intervalFor([...path, more]) ?? 0) <= (intervalFor(path) ?? 0));
            }),
        );
    });

    it("leaves time for six retransmissions of a lost probe at every hop of the catalogue", () => {
        const sixth = [0.2, 0.4, 0.8, 1.6, 3.2, 6.4].reduce((sum, timeout) => sum + timeout);
        for (const { idleTimeout } of hops) assert.ok(marginFor(idleTimeout) > sixth);
    });
});
