import assert from "node:assert/strict";
import { explain } from "../../core/explain/explanation";
import { parseQuery } from "../../core/explain/query";
import { parseRekeyLimit } from "../../core/parse/values";

function problemsOf(query: Record<string, string>): [path: string, reason: string][] {
    const { requested, conditions } = parseQuery(Object.entries(query));
    const explanation = explain(requested, conditions);
    return (explanation.problems ?? []).map(({ propertyPath, reason }) => [propertyPath, reason]);
}

describe("what the settings meet", () => {
    it("is rejected by name if a link has an impossible value", () => {
        const refused: Record<string, [value: string, path: string, reason: RegExp]> = {
            openssh: [
                "rhel99",
                "openssh",
                /^"rhel99" \(string\) is not an OpenSSH version, such as 9\.2, or a distribution/,
            ],
            "client-openssh": ["debain-12", "clientOpenssh", /did you mean "debian-12"\?$/],
            "rekey-limit": ["soon", "rekeyInterval", /^"soon" \(string\) is not a whole number of seconds from 0 to/],
            "client-rekey-limit": ["-5", "clientRekeyInterval", /^-5 \(number\)/],
            "tcp-retries2": [
                "99999",
                "tcpRetries2",
                /^99999 \(number\) is not a whole number of retransmissions from 0 to 255; write one, as a number$/,
            ],
            "putty-session": ["a\u0007b", "puttySession", /control characters/],
        };
        for (const [name, [value, path, reason]] of Object.entries(refused)) {
            const [problem, ...more] = problemsOf({ interval: "90", [name]: value });
            assert.equal(problem?.[0], path, name);
            assert.match(problem?.[1] ?? "", reason);
            assert.deepEqual(more, []);
        }
        assert.deepEqual(
            problemsOf({ interval: "soon", openssh: "<img src=x>" }).map(([path]) => path),
            ["server.clientAliveInterval", "openssh"],
        );
        assert.deepEqual(
            problemsOf({ interval: "90", "rekey-limit": "1G 1h", "tcp-retries2": "8", openssh: "10.6" }),
            [],
        );
    });

    it("states which version is assumed for a release with more than one OpenSSH", () => {
        const explanation = explain({ profile: "quick" }, { openssh: "rhel9", clientOpenssh: "9.2" });
        assert.ok("answer" in explanation);
        assert.equal(explanation.notes.filter((note) => note.startsWith("rhel9 is taken for")).length, 1);
    });

    it("accepts RekeyLimit's time in each common form", () => {
        const forms = {
            "1h": 3600,
            "90": 90,
            "1G 1h": 3600,
            "default 30m": 1800,
            "512M 1h30m": 5400,
            "1G": 0,
            none: 0,
            "default none": 0,
            default: 0,
            "1G none": 0,
            soon: undefined,
            "1G soon": undefined,
            "1h 1h": undefined,
            "1G 1h 1h": undefined,
            "": undefined,
        };
        for (const [text, seconds] of Object.entries(forms)) assert.equal(parseRekeyLimit(text), seconds, text);
    });
});
