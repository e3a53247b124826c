import assert from "node:assert/strict";
import {
    type Host,
    type HostSet,
    differences,
    down,
    mustExec,
    reloads,
    snapshot,
    ssh,
    suites,
    up,
} from "../../support/testbed";
import { type CorpusCase, install, readCorpus } from "./corpusCase";
import { type Report, reportOf, runProgram, runProgramOverSsh, settings } from "./program";

const set = `corpus-${process.pid}`;
const managed = /^(tcpkeepalive|clientaliveinterval|clientalivecountmax) /iu;
const corpus = readCorpus();

// The few files that a program could change on these hosts, so that hundreds of snapshots stay cheap.
const look = (host: Host) =>
    snapshot(host, ["/etc/ssh", "/etc/sysctl.d", "/var/lib/pulumi-ssh-keepalive", "/run", "/tmp"]);

/** sshd's settings from the files, without a user and for a user: all of them, in order. */
async function dump(host: Host, user: string): Promise<{ values: string[]; forUser: string[] }> {
    const spec = `user=${user},host=198.18.0.1,addr=198.18.0.1`;
    const both = await mustExec(host, `sshd -T 2>/dev/null && echo = && sshd -T -C ${spec} 2>/dev/null`);
    const [values = "", forUser = ""] = both.split("\n=\n");
    return { values: values.split("\n"), forUser: forUser.split("\n") };
}

async function assertLogin(host: Host, { user, port }: CorpusCase): Promise<void> {
    const options = port === 22 ? [] : ["-o", `HostKeyAlias=${host.address}`];
    const result = await ssh({ ...host, port }, "echo in", { user, options });
    assert.equal(result.stdout, "in\n", `nobody can log in: ${result.stderr}`);
}

const run = (host: Host, verb: "apply" | "restore", { user, port }: CorpusCase) =>
    user === "root" ? runProgram(host, verb) : runProgramOverSsh({ ...host, port }, user, verb);

async function assertEffective(host: Host, config: CorpusCase): Promise<void> {
    const before = { files: look(host), values: await dump(host, config.user), reloads: await reloads(host) };
    const report: Report = reportOf(await run(host, "apply", config));
    assert.equal(report.placement, config.expect);
    assert.equal(report.changed, true);
    assert.equal(report.reloaded, true);
    assert.equal(await reloads(host), before.reloads + 1);
    if (config.warns === undefined) assert.deepEqual(report.warnings, []);
    else assert.match(report.warnings.join("\n"), new RegExp(config.warns, "u"));

    const now = await dump(host, config.user);
    for (const values of [now.values, now.forUser]) {
        const effective = values.map((line) => line.toLowerCase().replace(/^tcpkeepalive true$/u, "tcpkeepalive yes"));
        const missing = settings.map((line) => line.toLowerCase()).filter((line) => !effective.includes(line));
        assert.deepEqual(missing, [], "these are not effective");
    }
    const others = (lines: string[]) => lines.filter((line) => !managed.test(line));
    assert.deepEqual(others(now.values), others(before.values.values), "other directives changed");
    assert.deepEqual(others(now.forUser), others(before.values.forUser), "other directives changed");
    await assertLogin(host, config);

    assert.equal(reportOf(await run(host, "apply", config)).changed, false, "a second apply changed something");
    assert.equal(reportOf(await run(host, "restore", config)).changed, true);
    assert.deepEqual(differences(before.files, look(host)), []);
    assert.deepEqual(await dump(host, config.user), before.values);
}

async function assertRejected(
    host: Host,
    config: CorpusCase,
    { file, line }: { file: string; line: number },
): Promise<void> {
    const before = { files: look(host), reloads: await reloads(host) };
    const { exitCode, stdout, stderr } = await run(host, "apply", config);
    assert.equal(exitCode, 1, stdout);
    assert.match(stderr, new RegExp(`(^|\\s)${file.replaceAll(".", "\\.")}:? line ${line}\\b`, "u"));
    assert.match(stderr, /nothing was changed\.$/mu);
    assert.match(stderr, new RegExp(config.says ?? "", "u"));
    assert.deepEqual(differences(before.files, look(host)), []);
    assert.equal(await reloads(host), before.reloads);
    await assertLogin(host, config);
}

async function check(host: Host, config: CorpusCase): Promise<void> {
    await install(host, config);
    await (typeof config.expect === "string"
        ? assertEffective(host, config)
        : assertRejected(host, config, config.expect));
}

describe("The host program, on sshd configurations as found in the wild", () => {
    const outcomes = new Map<string, Promise<unknown>>();

    before(async () => {
        const hosts: HostSet = await up({ set, hosts: suites.map((suite) => ({ name: suite, suite })) });
        for (const suite of suites) {
            // Cases run one after the other on each host, and hosts in parallel.
            let last: Promise<unknown> = Promise.resolve();
            for (const config of corpus.filter((one) => one.suites.includes(suite))) {
                last = last.then(() => check(hosts.host(suite), config).catch((error: unknown) => error));
                outcomes.set(`${config.name} ${suite}`, last);
            }
        }
    });

    after(() => down(set));

    for (const config of corpus) {
        for (const suite of config.suites) {
            it(`${config.name} on ${suite}: ${config.title}`, async () => {
                const error = await outcomes.get(`${config.name} ${suite}`);
                if (error !== undefined) throw error as Error;
            });
        }
    }
});
