import assert from "node:assert/strict";
import fc from "fast-check";
import { byParticularity, channelPatternForm, channelTimeoutFor, matchesAnyChannel } from "../../core/channelTypes";

const pattern = fc.string({ unit: fc.constantFrom("s", "h", ":", "-", "*", "?"), minLength: 1, maxLength: 8 });

describe("the order of channel patterns", () => {
    it("orders specific patterns before general ones", () => {
        const patterns = ["*", "session:*", "x11-connection", "session:shell", "s*", "session:?hell"];
        assert.deepEqual(patterns.sort(byParticularity), [
            "session:shell",
            "session:?hell",
            "session:*",
            "s*",
            "x11-connection",
            "*",
        ]);
    });

    it("depends on the patterns alone", () => {
        fc.assert(
            fc.property(fc.uniqueArray(pattern), (patterns) => {
                assert.deepEqual([...patterns].sort(byParticularity), [...patterns].reverse().sort(byParticularity));
            }),
        );
    });

    it("never orders a wildcard pattern before a literal that it matches", () => {
        fc.assert(
            fc.property(fc.string({ unit: fc.constantFrom("a", ":", "-"), maxLength: 8 }), (literal) => {
                assert.ok(byParticularity(literal, `${literal.slice(0, literal.length / 2)}*`) < 0);
            }),
        );
    });
});

describe("a channel's timeout", () => {
    it("is that of the most specific pattern", () => {
        const timeouts = { "*": 60, "session:*": 900, "session:shell": 300 };
        assert.equal(channelTimeoutFor(timeouts, "session:shell"), 300);
        assert.equal(channelTimeoutFor(timeouts, "session:command"), 900);
        assert.equal(channelTimeoutFor(timeouts, "x11-connection"), 60);
    });

    it("is never for a type with 0, and for one without any pattern", () => {
        assert.equal(channelTimeoutFor({ "session:*": 900, "session:shell": 0 }, "session:shell"), null);
        assert.equal(channelTimeoutFor({ "x11-connection": 900 }, "session:shell"), null);
        assert.equal(channelTimeoutFor(undefined, "session:shell"), null);
    });
});

describe("a channel pattern", () => {
    it("matches like sshd: * any text, ? one character, anything else itself", () => {
        for (const known of [
            "session:*",
            "*",
            "s?ssion:shell",
            "direct-*",
            "*@openssh.com",
            "session:subsystem:netconf",
        ])
            assert.ok(matchesAnyChannel(known), known);

        for (const unknown of ["Session:*", "session", "shell", "x11-connectio", "sessio?:", "."])
            assert.ok(!matchesAnyChannel(unknown), unknown);
    });

    it("applies to all channels together only with the full name global", () => {
        assert.ok(matchesAnyChannel("global"));
        assert.ok(!matchesAnyChannel("globa?"));
        assert.equal(channelTimeoutFor({ global: 900 }, "session:shell"), null);
    });

    it("is matched quickly even if it is crafted to be slow", () => {
        const slow = `${"*-".repeat(30)}x`;
        const start = performance.now();
        assert.ok(!matchesAnyChannel(slow));
        assert.ok(performance.now() - start < 500);
    });

    it("has no character that ends a word of sshd_config", () => {
        for (const hostile of ["a b", "a\tb", "a\nb", 'a"b', "a'b", "a#b", "a=b", "a\\b", "", "a,b", "!a", "ä", "a\0"])
            assert.ok(!channelPatternForm.test(hostile), JSON.stringify(hostile));
    });
});
