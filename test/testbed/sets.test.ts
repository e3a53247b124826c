import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import * as path from "node:path";
import * as hosts from "../support/testbed";
import { leftovers, runs } from "./leftovers";

const set = "sets-test";
const library = path.resolve(__dirname, "../support/testbed/index.ts");

/** Runs the library in a process of its own that says one line of JSON and then stays, until it is killed. */
async function elsewhere(code: string): Promise<{ said: unknown; kill: () => Promise<void> }> {
    const program = `const hosts = require(${JSON.stringify(library)});
        (async () => { ${code} })().then((said) => { console.log(JSON.stringify(said)); setInterval(() => {}, 1000); });`;
    const child = spawn(process.execPath, ["--require", "tsx/cjs", "--eval", program], {
        stdio: ["ignore", "pipe", "inherit"],
    });
    const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
    const line = await new Promise<string>((resolve, reject) => {
        child.stdout.once("data", (chunk: Buffer) => resolve(chunk.toString("utf8")));
        child.once("close", () => reject(new Error("The other process ended without a word.")));
    });
    const kill = async () => {
        child.kill("SIGKILL");
        await ended;
    };
    return { said: JSON.parse(line), kill };
}

describe("Sets of hosts", () => {
    afterEach(() => hosts.down(set));

    it("leave nothing behind when they are taken down, including what runs in the controller", async () => {
        const made = await hosts.up({ set, count: 3 });
        const [program, ...rest] = made.inController(["sleep", "1000"]) as [string, ...string[]];
        const guest = spawn(program, rest);
        const ended = new Promise<string | null>((resolve) => guest.once("exit", (_, signal) => resolve(signal)));
        await hosts.down(set);
        assert.equal(await ended, "SIGKILL");
        assert.deepEqual(leftovers(set, made.hosts), []);
        assert.throws(() => hosts.openSet(set), /There is no set "sets-test"/u);
    });

    it("of a killed process are removed by the next up of any set", async () => {
        const other = "sets-test-other";
        const { said, kill } = await elsewhere(
            `return (await hosts.up({ set: "${set}", count: 2 })).hosts.map(({ privateKey, ...host }) => host);`,
        );
        const orphans = said as hosts.Host[];
        await assert.rejects(hosts.up({ set }), /belongs to process \d+, which is running/u);
        await kill();
        assert.deepEqual(orphans.map(runs), [true, true]);
        try {
            await hosts.up({ set: other });
            assert.deepEqual(leftovers(set, orphans), []);
        } finally {
            await hosts.down(other);
        }
        assert.deepEqual(leftovers(other), []);
    });

    it("that a killed process was still creating are removed as well", async () => {
        const { kill } = await elsewhere(`void hosts.up({ set: "${set}", count: 40 }); return "begun";`);
        while (leftovers(set).length < 30) await new Promise((resolve) => setTimeout(resolve, 5));

        await kill();
        const made = await hosts.up({ set, count: 2 });
        assert.equal(made.hosts.length, 2);
        assert.deepEqual(
            (await Promise.all(made.hosts.map((host) => hosts.ssh(host, "hostname")))).map(({ stdout }) => stdout),
            ["host1\n", "host2\n"],
        );
        const namespaces = leftovers(set).filter((line) => line.startsWith("namespace"));
        assert.deepEqual(
            namespaces,
            ["", ".host1", ".host2"].map((name) => `namespace psk.${set}${name}`),
        );
    });

    it("cannot see one another", async () => {
        const other = "sets-test-other";
        const [one, two] = await Promise.all([hosts.up({ set }), hosts.up({ set: other })]);
        try {
            const near = one.host("host1");
            const far = two.host("host1");
            assert.notEqual(near.address, far.address);
            assert.equal((await hosts.ssh(far, "hostname")).exitCode, 0);
            const across = await hosts.ssh({ ...far, set }, "hostname", { options: ["-o", "ConnectTimeout=3"] });
            assert.equal(across.exitCode, 255);
            assert.match(across.stderr, /Network is unreachable|No route to host|timed out/u);
        } finally {
            await hosts.down(other);
        }
    });

    it("can have single hosts added and removed", async () => {
        const made = await hosts.up({ set, count: 2 });
        const [late] = await hosts.addHosts(set, [{ name: "late", port: 2222 }]);
        await hosts.removeHosts(set, ["host1"]);
        const now = hosts.openSet(set);
        assert.deepEqual(
            now.hosts.map(({ name }) => name),
            ["host2", "late"],
        );
        assert.equal(runs(made.host("host1")), false);
        assert.equal((await hosts.ssh(late as hosts.Host, "hostname")).stdout, "late\n");
        const [again] = await hosts.addHosts(set, [{ name: "host1" }]);
        assert.equal(again?.address, made.host("host1").address);
        assert.equal((await hosts.ssh(again, "hostname")).stdout, "host1\n");
    });

    it("keep none of the added hosts if one of them fails to boot", async () => {
        await hosts.up({ set });
        const broken = { "/etc/ssh/sshd_config.d/50-broken.conf": "NoSuchDirective yes\n" };
        await assert.rejects(
            hosts.addHosts(set, [{ name: "fine" }, { name: "broken", files: broken }]),
            /Bad configuration option: NoSuchDirective/u,
        );
        assert.equal(hosts.openSet(set).hosts.length, 1);
        assert.deepEqual(
            leftovers(set).filter((line) => /fine|broken/u.test(line)),
            [],
        );
    });

    it("reject invalid names and options, by name", async () => {
        await assert.rejects(hosts.up({ set: "No.Name" }), /set name "No.Name" cannot be used/u);
        await assert.rejects(hosts.up({ set, hosts: [{ name: "../up" }] }), /host name "..\/up" cannot be used/u);
        await assert.rejects(hosts.up({ set, hosts: [{ port: 70000 }] }), /port 70000 is not a whole number from 1/u);
        await assert.rejects(hosts.up({ set, hosts: [{ name: "a" }, { name: "a" }] }), /has a host "a" already/u);
        assert.deepEqual(leftovers(set), []);
    });

    it("start 64 hosts in parallel, each with its own key and address", async () => {
        const made = await hosts.up({ set, count: 64 });
        assert.equal(new Set(made.hosts.map(({ hostKey }) => hostKey)).size, 64);
        assert.equal(new Set(made.hosts.map(({ address }) => address)).size, 64);
        const names = await Promise.all(made.hosts.map((host) => hosts.ssh(host, "hostname", { timeout: 60 })));
        assert.deepEqual(
            names.map(({ stdout }) => stdout.trim()),
            made.hosts.map(({ name }) => name),
        );
    });
});
