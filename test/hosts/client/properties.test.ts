import assert from "node:assert/strict";
import * as fc from "fast-check";
import * as hosts from "../../support/testbed";
import { type ClientCase, type ClientOutcome, keywordsOf, linesOf, runClientCases, withoutBlock } from "./cases";

const set = `client-properties-${process.pid}`;
const names = ["web1", "web2", "db.example.com", "www.example.com", "other"];
/** Pattern lists, and the queried hosts that each matches. */
const patternLists: [patterns: string[], matched: string[]][] = [
    [["*"], names],
    [["*.example.com", "!db.example.com"], ["www.example.com"]],
    [["web?"], ["web1", "web2"]],
    [
        ["other", "db*"],
        ["other", "db.example.com"],
    ],
];
const settingsLists = [
    ["ServerAliveInterval 60", "ServerAliveCountMax 4"],
    ["TCPKeepAlive no"],
    ["TCPKeepAlive yes", "ServerAliveInterval 0"],
];

const header = fc.constantFrom(
    "Host *",
    "Host web1",
    "host web? other",
    "Host *.example.com !www.example.com",
    "HOST\tdb.example.com",
    "Match all",
    "Match host *.example.com",
    "match user root host web2",
    "Match final all",
    "Host=web2",
);
const option = fc.constantFrom(
    "User alice",
    "Port 2222",
    "Compression yes",
    "ForwardAgent=no",
    "IdentityFile ~/.ssh/a",
    "SendEnv A B",
    "ServerAliveInterval 15",
    "ServerAliveInterval=30",
    'serveraliveinterval "45"',
    "ServerAliveCountMax\t9",
    "TCPKeepAlive no",
    "TCPKeepAlive yes",
    "SERVERALIVECOUNTMAX 2",
    "Include /tmp/none*",
    "HashKnownHosts yes",
);
const other = fc.constantFrom("", "   ", "# a comment", "  # Host *", "#ServerAliveInterval 5", "# b\xe4r");
const line = fc
    .tuple(
        fc.constantFrom("", "  ", "\t"),
        fc.oneof({ weight: 2, arbitrary: header }, { weight: 5, arbitrary: option }, { weight: 2, arbitrary: other }),
        fc.constantFrom("", "", " ", "\t"),
    )
    .map((parts) => parts.join(""));
const config = fc
    .tuple(fc.array(line, { maxLength: 12 }), fc.constantFrom("\n", "\n", "\r\n"), fc.boolean())
    .map(([lines, end, last]) => Buffer.from(lines.join(end) + (last && lines.length > 0 ? end : ""), "latin1"));
const arbitrary = fc
    .tuple(config, fc.constantFrom(...patternLists), fc.constantFrom(...settingsLists))
    .map(([file, [patterns, matched], settings]) => ({ config: file, patterns, matched, settings, hosts: names }));

describe("With any ~/.ssh/config", () => {
    const cases: (ClientCase & { matched: string[] })[] = fc.sample(arbitrary, { numRuns: 36 });
    let outcomes: ClientOutcome[];
    before(async () => {
        const { hosts: running } = await hosts.up({
            set,
            hosts: hosts.suites.map((suite) => ({ name: suite, suite })),
        });
        const parts = running.map((host, part) => runClientCases(host, cases.filter((_, i) => i % running.length === part))); // prettier-ignore
        const done = await Promise.all(parts);
        outcomes = cases.map(
            (_, index) => done[index % running.length]?.[Math.floor(index / running.length)] as ClientOutcome,
        );
    });
    after(() => hosts.down(set));

    /** Asserts a property for every case, and prints the file of each failure. */
    function holds(property: (outcome: ClientOutcome, one: (typeof cases)[number]) => void): void {
        outcomes.forEach((outcome, index) => {
            const one = cases[index] as (typeof cases)[number];
            try {
                property(outcome, one);
            } catch (error) {
                const { patterns, settings } = one;
                const shown = JSON.stringify({ config: one.config.toString("latin1"), patterns, settings });
                throw new Error(
                    `${(error as Error).message}\nwith ${shown}\nprinted ${outcome.stderr}${outcome.report}`,
                );
            }
        });
    }

    it("a block finds its place in it", () => {
        holds(({ code, applied }) => {
            assert.equal(code, 0);
            assert.match(applied.toString("latin1"), /^# BEGIN pulumi-ssh-keepalive$/mu);
        });
    });

    it("all other lines stay the same, and removing the block restores the file to the byte", () => {
        holds(({ applied, restored, otherFiles, modes }, one) => {
            assert.deepEqual(withoutBlock(applied, one.config), one.config);
            assert.deepEqual(restored, one.config);
            assert.equal(new Set(modes).size, 1);
            assert.equal(otherFiles, "");
        });
    });

    it("ssh does the same as before for hosts that the block does not match", () => {
        holds(({ before, after }, { matched }) => {
            for (const host of names.filter((name) => !matched.includes(name)))
                assert.deepEqual(after[host], before[host], host);
        });
    });

    it("ssh uses the settings for other hosts, or the file's values for them alone, and changes nothing else", () => {
        holds(({ before, after }, { matched, settings }) => {
            const keywords = keywordsOf(settings);
            const wanted = settings.map((setting) => setting.toLowerCase());
            for (const host of matched) {
                assert.deepEqual(linesOf(after[host], keywords, false), linesOf(before[host], keywords, false), host);
                for (const value of linesOf(after[host], keywords, true))
                    assert.ok(wanted.includes(value) || before[host]?.includes(value), `${host}: ${value}`);
            }
        });
    });

    it("a second apply changes nothing", () => {
        holds(({ second, applied, unchanged }) => {
            assert.match(second, /"changed":false/);
            assert.deepEqual(unchanged, applied);
        });
    });
});
