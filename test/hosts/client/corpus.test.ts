import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import * as hosts from "../../support/testbed";
import { type ClientCase, type ClientOutcome, keywordsOf, linesOf, runClientCases, withoutBlock } from "./cases";

const set = `client-corpus-${process.pid}`;
const settings = ["TCPKeepAlive yes", "ServerAliveInterval 60", "ServerAliveCountMax 4"];
const folder = path.join(__dirname, "../../corpus/sshClient");
const names = fs
    .readdirSync(folder)
    .filter((name) => name !== "README.md")
    .sort();
const queried = ["any.example.org", "web", "www.example.com", "db.example.com", "bastion", "github.com", "a.internal"];

/** The position of the block, if it is not the end, and the lines of the file that are reported to win or to lose. */
const expected: Record<string, { line?: number; says?: RegExp[] }> = {
    article: {
        line: 1,
        says: [/ServerAliveInterval 120, Host \*\) would win/, /ServerAliveCountMax 30, .* would win/],
    },
    "many-hosts": { says: [/line 20 \(ServerAliveInterval 15, Host \*\.internal 10\.0\.\*\) is above the block/] },
    "wildcard-last": {
        line: 5,
        says: [/line 3 \(ServerAliveInterval 20, Host web\) is above/, /\(ServerAliveInterval 240, Host \*\) would/],
    },
    "wildcard-first": {
        line: 1,
        says: [/\(ServerAliveInterval 240, Host \*\) would win/, /20, Host web\) is below/],
    },
    "globals-first": { line: 2, says: [/line 11 \(TCPKeepAlive no, for all hosts\) would win/] },
    windows: { line: 5, says: [/line 3 \(ServerAliveInterval 20, Host web\) is above/, /30, Host \*\) would win/] },
    "odd-spelling": { line: 3, says: [/20, host web\) is above/, /30, HOST \*\) would win/] },
    matches: {},
    "match-all-last": { line: 3, says: [/ServerAliveInterval 30, Match all\) would win/] },
    negations: { line: 1, says: [/ServerAliveInterval 45, Host \* !bastion !\*\.example\.net\) would win/] },
};

describe("A ~/.ssh/config found in the wild", () => {
    const outcomes = new Map<string, ClientOutcome[]>();
    before(async () => {
        const { hosts: running } = await hosts.up({
            set,
            hosts: hosts.suites.map((suite) => ({ name: suite, suite })),
        });
        const cases = names.map((name): ClientCase => ({
            config: fs.readFileSync(path.join(folder, name)),
            patterns: ["*"],
            settings,
            hosts: queried,
        }));
        await Promise.all(running.map(async (host) => outcomes.set(host.suite, await runClientCases(host, cases))));
    });
    after(() => hosts.down(set));

    names.forEach((name, index) => {
        it(`gets a block that works, has no side effect and is removed without a trace: ${name}`, () => {
            const original = fs.readFileSync(path.join(folder, name));
            // Unless stated otherwise, the block is at the end.
            const end = original.toString("latin1").split(/(?<=\n)/u).length + (original.length > 0 ? 1 : 0);
            const { line = end, says = [] } = expected[name] ?? {};
            for (const suite of hosts.suites) {
                const outcome = outcomes.get(suite)?.[index];
                assert.ok(outcome);
                assert.deepEqual({ code: outcome.code, said: outcome.stderr }, { code: 0, said: "" }, suite);
                const report = JSON.parse(outcome.report) as { line: number; warnings: string[]; changed: boolean };
                assert.equal(report.changed, true);
                assert.equal(report.line, line);
                for (const words of says) assert.match(report.warnings.join("\n"), words);
                assert.ok(report.warnings.length >= says.length);

                assert.deepEqual(withoutBlock(outcome.applied, original), original);
                for (const host of queried) {
                    assert.deepEqual(
                        linesOf(outcome.after[host], keywordsOf(settings), false),
                        linesOf(outcome.before[host], keywordsOf(settings), false),
                        `${suite}: ${host}`,
                    );
                }
                assert.deepEqual(
                    linesOf(outcome.after["any.example.org"], keywordsOf(settings), true).sort(),
                    settings.map((setting) => setting.toLowerCase()).sort(),
                );
                assert.match(outcome.second, /"changed":false/);
                assert.deepEqual(outcome.unchanged, outcome.applied);
                assert.deepEqual(outcome.restored, original);
                assert.equal(new Set(outcome.modes).size, 1, outcome.modes.join());
                assert.equal(outcome.otherFiles, "");
            }
        });
    });

    it("keeps a value that is set for one host alone", () => {
        for (const name of ["wildcard-last", "windows", "odd-spelling"]) {
            const outcome = outcomes.get("bookworm")?.[names.indexOf(name)];
            assert.ok(outcome?.after["web"]?.includes("serveraliveinterval 20"), name);
        }
    });
});
