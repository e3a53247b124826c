import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { parseChannelTimeouts } from "../../../core/parse/values";
import type { ServerSettings } from "../../../core/settings";
import { readSshdConfig } from "../../../policies/parsers/sshd/config";
import { temporaryFolder } from "../../support/temporaryFolder";

const sshd = "/usr/sbin/sshd";

describe("the sshd_config parser and sshd itself", () => {
    const folder = temporaryFolder();
    const hostKey = join(folder, "host_key");
    const file = join(folder, "sshd_config");

    before(() => {
        execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", hostKey]);
        mkdirSync("/run/sshd", { recursive: true }); // sshd -T requires it; only a running daemon creates it
    });

    /** Returns the settings that sshd makes effective, with defaults; undefined if it rejects the file. */
    function effective(text: string): Required<ServerSettings> | undefined {
        writeFileSync(file, text);
        const { status, stdout } = spawnSync(sshd, ["-T", "-h", hostKey, "-f", file], { encoding: "utf8" });
        if (status !== 0) return undefined;

        const value = (keyword: string): string | undefined => new RegExp(`^${keyword} (.*)$`, "m").exec(stdout)?.[1];
        const unused = value("unusedconnectiontimeout") ?? "none";
        return {
            tcpKeepAlive: value("tcpkeepalive") === "yes",
            clientAliveInterval: Number(value("clientaliveinterval")),
            clientAliveCountMax: Number(value("clientalivecountmax")),
            channelTimeout: parseChannelTimeouts((value("channeltimeout") ?? "none").split(" ")) ?? {},
            unusedConnectionTimeout: unused === "none" ? 0 : Number(unused),
        };
    }

    it("agree on what a configuration makes effective", function () {
        let accepted = 0;
        let rejected = 0;
        fc.assert(
            fc.property(configuration, (text) => {
                const { settings, refused: reason } = readSshdConfig(text);
                const expected = effective(text);
                if (expected === undefined) {
                    rejected++;
                    assert.notEqual(reason, undefined, `sshd rejects ${JSON.stringify(text)}`);
                    return;
                }
                accepted++;
                assert.equal(reason, undefined, JSON.stringify(text));
                assert.deepEqual({ ...defaults, ...settings }, expected, JSON.stringify(text));
            }),
            { numRuns: 400 },
        );
        assert.ok(accepted > 100 && rejected > 20, `${accepted} accepted, ${rejected} rejected`);
    });
});

const defaults: Required<ServerSettings> = {
    tcpKeepAlive: true,
    clientAliveInterval: 0,
    clientAliveCountMax: 3,
    channelTimeout: {},
    unusedConnectionTimeout: 0,
};

const blank = fc.constantFrom(" ", "\t", "  ", " \t");
const separator = fc.oneof(blank, fc.constantFrom("=", " = ", "= ", " =", "\r"));
const indent = fc.constantFrom("", "", "", "  ", "\t", "\r", " =", "=");
const end = fc.constantFrom("", "", "", " ", "\t", "\r", "\f", " # a comment", "\t#", " #\"'");

/** The word in mixed case. */
function anyCase(word: string): fc.Arbitrary<string> {
    return fc.mixedCase(fc.constant(word));
}

function quoted(word: fc.Arbitrary<string>): fc.Arbitrary<string> {
    return fc
        .tuple(word, fc.constantFrom("", "", "", "", '"', "'", "half"))
        .map(([text, quote]) => (quote === "half" ? `${text.slice(0, 1)}"${text.slice(1)}"` : quote + text + quote));
}

const time = fc.oneof(
    { weight: 6, arbitrary: fc.nat(100_000).map(String) },
    {
        weight: 3,
        arbitrary: fc
            .array(fc.tuple(fc.nat(999), fc.constantFrom(..."smhdwSMHDW")), { minLength: 1, maxLength: 3 })
            .map((parts) => parts.flat().join("")),
    },
    {
        weight: 1,
        arbitrary: fc.constantFrom(
            "2147483647",
            "2147483648",
            "",
            "none",
            "-1",
            "1.5",
            "0x10",
            "007",
            "5x",
            "1 2",
            "+7",
            "9999999w",
        ),
    },
);
const count = fc.oneof(
    { weight: 6, arbitrary: fc.nat(1000).map(String) },
    {
        weight: 1,
        arbitrary: fc.constantFrom(
            "2147483648",
            "2147483647",
            "",
            "-1",
            "+3",
            "010",
            "0x3",
            "3s",
            "none",
            "99999999999",
        ),
    },
);
const flag = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom("yes", "no", "YES", "No") },
    { weight: 1, arbitrary: fc.constantFrom("true", "false", "on", "1", "") },
);
const channelTimeouts = fc.oneof(
    fc.constant("none"),
    fc
        .uniqueArray(
            fc.tuple(
                fc.constantFrom("session", "session:*", "*", "agent-connection", "x11-connection"),
                fc.nat(9999),
                fc.constantFrom("", "m", "s"),
            ),
            { selector: ([type]) => type, minLength: 1, maxLength: 3 },
        )
        .map((entries) => entries.map(([type, value, unit]) => `${type}=${value}${unit}`).join(" ")),
    fc.constantFrom("session", "none session=1", "session=x"),
);

const directive = fc.oneof(
    fc.tuple(anyCase("ClientAliveInterval"), separator, quoted(time)),
    fc.tuple(anyCase("ClientAliveCountMax"), separator, quoted(count)),
    fc.tuple(fc.oneof(anyCase("TCPKeepAlive"), fc.constant("KeepAlive")), separator, quoted(flag)),
    fc.tuple(anyCase("ChannelTimeout"), blank, channelTimeouts),
    fc.tuple(anyCase("UnusedConnectionTimeout"), separator, fc.oneof(quoted(time), anyCase("none"))),
    fc.tuple(fc.constant('"ClientAliveInterval"'), blank, time),
);
const other = fc.constantFrom(
    "",
    "   ",
    "# ClientAliveInterval 5",
    "  #ClientAliveCountMax 0",
    "AcceptEnv LANG ClientAliveInterval",
    "Banner none",
    "X11Forwarding yes",
    "Match all",
    "match ALL",
    "Match User nobody",
    "Match Address 198.18.0.0/15",
);

const configuration = fc
    .array(
        fc.oneof(
            {
                weight: 3,
                arbitrary: fc
                    .tuple(
                        indent,
                        directive.map((words) => words.join("")),
                        end,
                    )
                    .map((parts) => parts.join("")),
            },
            { weight: 2, arbitrary: other },
        ),
        { maxLength: 8 },
    )
    .map((lines) => `${lines.join("\n")}\n`);
