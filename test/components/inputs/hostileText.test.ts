import assert from "node:assert/strict";
import fc from "fast-check";
import { host, problemsOf } from "./problems";

describe("Hostile text", () => {
    const hostile = fc.oneof(
        fc.string({ unit: "grapheme" }),
        fc.string({ unit: fc.constantFrom(..."'\"\\$`;&|<>(){}[]*?!#~ \t\n\r\0-=%@a") }),
        fc.constantFrom("$(reboot)", "a\nb", "__proto__", "constructor", "toString", "../x", "a;b", "\u202e", "ａ"),
    );
    it("is rejected as a host's name unless it consists of letters, digits and . _ -", () => {
        fc.assert(
            fc.property(hostile, (name) => {
                const accepted = Object.keys(problemsOf({ hosts: Object.fromEntries([[name, host]]) })).length === 0;
                assert.equal(accepted, /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/.test(name), JSON.stringify(name));
            }),
        );
    });

    it("is rejected as an address, user or socket if it has a blank, a control character or a leading hyphen", () => {
        fc.assert(
            fc.property(hostile, fc.constantFrom("host", "user", "agentSocketPath"), (text, field) => {
                const problems = Object.keys(problemsOf({ hosts: { a: { ...host, [field]: text } } }));
                // A socket's directory may have spaces in its name, as in "Group Containers".
                const blank =
                    field === "agentSocketPath" ? /^\s|[\u0000-\u001f\u007f]|^-|^$/ : /[\s\u0000-\u001f\u007f]|^-|^$/;
                if (blank.test(text)) assert.deepEqual(problems, [`hosts.a.${field}`]);
            }),
        );
    });

    it("is rejected as a setting's value or name, a profile, a hop or a channel type", () => {
        const letters = fc
            .tuple(hostile)
            .map(([text]) => text)
            .filter((text) => !/^[\w:.*?@-]*$/.test(text));
        fc.assert(
            fc.property(letters, (text) => {
                const hosts = { a: host };
                for (const args of [
                    { hosts, server: { clientAliveInterval: text } },
                    { hosts, server: Object.fromEntries([[text, 5]]) },
                    { hosts, server: { channelTimeout: Object.fromEntries([[text, 5]]) } },
                    { hosts, kernel: { time: text } },
                    { hosts, profile: text },
                    { hosts, networkPath: [text] },
                ])
                    assert.notDeepEqual(problemsOf(args), {}, JSON.stringify(args));
            }),
        );
    });

    it("is accepted as a component's name only if it fits on one line", () => {
        fc.assert(
            fc.property(hostile, (name) => {
                const oneLine = /^[^\p{Cc}\p{Zl}\p{Zp}]{1,128}$/u.test(name);
                assert.deepEqual(Object.keys(problemsOf({ hosts: { a: host } }, name)), oneLine ? [] : ["name"]);
            }),
        );
    });
});
