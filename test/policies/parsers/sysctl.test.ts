import assert from "node:assert/strict";
import { readSysctl } from "../../../policies/parsers/sysctl";
import { unknownText } from "../../../policies/parsers/unknown";

describe("reading sysctl settings", () => {
    const cases: [string, string, object, string[]?][] = [
        ["takes the last value", "net.ipv4.tcp_keepalive_time=5\nnet.ipv4.tcp_keepalive_time = 9", { time: 9 }],
        ["takes slashes and a minus sign", "-net/ipv4/tcp_keepalive_intvl =7", { interval: 7 }],
        ["passes over comments", "# net.ipv4.tcp_keepalive_time=5\n;net.ipv4.tcp_keepalive_time=6", {}],
        ["passes over other keys", "net.ipv4.tcp_keepalive_time_x = 5\nnet.ipv6.tcp_keepalive_time = 5", {}],
        [
            "does not know a value with an unknown piece",
            `net.ipv4.tcp_keepalive_probes = ${unknownText}`,
            {},
            ["probes"],
        ],
        ["takes an octal number", "net.ipv4.tcp_keepalive_probes = 010", { probes: 8 }],
        ["takes a hexadecimal number", "net.ipv4.tcp_keepalive_probes = 0x5", { probes: 5 }],
        ["passes over what follows a number", "net.ipv4.tcp_keepalive_probes = 5 # five", { probes: 5 }],
        ["does not know a value that is no number", "net.ipv4.tcp_keepalive_probes = five", {}, ["probes"]],
        [
            "knows a value after one with an unknown piece",
            `net.ipv4.tcp_keepalive_time=${unknownText}\nnet.ipv4.tcp_keepalive_time=5`,
            { time: 5 },
        ],
        [
            "does not know what a line of any content may override",
            `net.ipv4.tcp_keepalive_time=5\n${unknownText}`,
            {},
            ["time"],
        ],
    ];
    for (const [what, text, expected, unknown = []] of cases) {
        it(what, () => {
            const stated = readSysctl(text);
            assert.deepEqual(stated.settings, expected);
            assert.deepEqual([...stated.unknown], unknown);
            assert.equal(stated.complete, false);
        });
    }
});
