import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import * as hosts from "../support/testbed";
import { isAlive, waitUntil } from "../support/testbed/processes";
import { mustRun } from "../support/testbed/run";
import { type Parts, leftovers, partsOf, pidsOf, records } from "./leftovers";

const set = "sets-test";
const library = path.resolve(__dirname, "../support/testbed/index.ts");

/** Starts a process that runs the library, prints a line of JSON and stays until it is killed. */
async function startElsewhere(code: string): Promise<{ printed: unknown; pid: number; kill: () => void }> {
    const program = `const hosts = require(${JSON.stringify(library)});
        const { pidsOf } = require(${JSON.stringify(path.join(__dirname, "leftovers.ts"))});
        (async () => { ${code} })().then((value) => { console.log(JSON.stringify(value)); process.stdin.resume(); });`;
    const child = spawn(process.execPath, ["--require", "tsx/cjs", "--eval", program], {
        stdio: ["pipe", "pipe", "inherit"], // It ends with its standard input at the latest.
    });
    const line = await new Promise<string>((resolve, reject) => {
        child.stdout.once("data", (chunk: Buffer) => resolve(chunk.toString("utf8")));
        child.once("close", () => reject(new Error("The other process ended without a word.")));
    });
    return { printed: JSON.parse(line), pid: child.pid as number, kill: () => child.kill("SIGKILL") };
}

function isGone(parts: Parts): Promise<void> {
    return waitUntil(
        () => leftovers(parts).length === 0,
        30,
        () => `these to end: ${leftovers(parts).join(", ")}`,
    );
}

describe("Sets of hosts", () => {
    afterEach(() => hosts.down(set));

    it("leave nothing behind when they are taken down, including what runs in the controller", async () => {
        const made = await hosts.up({ set, hosts: [{}, {}, { systemd: true }] });
        const parts = partsOf(set, pidsOf(made));
        assert.equal(new Set(parts.namespaces).size, 12);
        assert.notDeepEqual(leftovers(parts), []);
        const [program, ...rest] = made.inController(["sleep", "1000"]) as [string, ...string[]];
        const guest = spawn(program, rest);
        const ended = new Promise<string | null>((resolve) => guest.once("exit", (_, signal) => resolve(signal)));
        await waitUntil(
            () => parts.namespaces.includes(fs.readlinkSync(`/proc/${guest.pid}/ns/net`)),
            10,
            () => "a process to enter the controller",
        );
        await hosts.down(set);
        assert.deepEqual(leftovers(parts), []);
        assert.equal(await ended, "SIGKILL");
        assert.throws(() => hosts.openSet(set), /There is no set "sets-test"/u);
    });

    it("end with the process that started them, even if it is killed, with all that it started in them", async () => {
        const { printed, kill } = await startElsewhere(
            `const made = await hosts.up({ set: "${set}", hosts: [{}, { systemd: true }] });
            const { spawn } = require("node:child_process");
            for (const [program, ...rest] of [
                made.inController(["sleep", "1000"]),
                hosts.execArgv(made.host("host1"), ["sleep", "1000"]),
                hosts.sshArgv(made.host("host2"), "sleep 1000"),
            ]) spawn(program, rest, { detached: true, stdio: "ignore" });
            return pidsOf(made);`,
        );
        const parts = partsOf(set, printed as number[]);
        assert.notDeepEqual(leftovers(parts), []);
        kill();
        await isGone(parts);
    });

    it("of a process that is killed while it starts them end as well", async () => {
        const { pid, kill } = await startElsewhere(
            `void hosts.up({ set: "${set}", hosts: Array.from({ length: 40 }, (_, each) => ({ systemd: each % 10 === 9 })) });
            return "started";`,
        );
        const record = `${set}@${pid}.json`;
        await waitUntil(
            () => records().includes(record),
            30,
            () => "the set to start",
        );
        const { init } = JSON.parse(fs.readFileSync(`/run/pulumi-ssh-keepalive/${record}`, "utf8")) as Parts;
        const made = `/proc/${init}/root/run/hosts`;
        await waitUntil(
            () => fs.readdirSync(made).filter((each) => fs.existsSync(`${made}/${each}/host.json`)).length >= 5,
            30,
            () => "some hosts to be up",
        );
        const parts = partsOf(set, [init]);
        kill();
        await isGone(parts);
    });

    it("of two processes can have the same name and addresses, and cannot see one another", async () => {
        const made = await hosts.up({ set });
        const { printed, kill } = await startElsewhere(
            `const made = await hosts.up({ set: "${set}", count: 2 });
            return { address: made.host("host1").address, key: made.host("host1").hostKey, pids: pidsOf(made) };`,
        );
        const far = printed as { address: string; key: string; pids: number[] };
        const parts = partsOf(set, far.pids);
        const near = made.host("host1");
        assert.equal(near.address, far.address);
        assert.notEqual(near.hostKey, far.key);
        assert.equal((await hosts.ssh(near, "hostname")).stdout, "host1\n");
        assert.deepEqual(hosts.openSet(set).hosts, made.hosts);
        const across = { ...near, address: "198.18.0.3" }; // Only the other process's set has a host there.
        assert.match(
            (await hosts.ssh(across, "hostname", { options: ["-o", "ConnectTimeout=3"] })).stderr,
            /No route to host|timed out/u,
        );
        await hosts.down(set);
        assert.notDeepEqual(leftovers(parts), []);
        kill();
        await isGone(parts);
    });

    it("of one process have different names, and are open to its child processes", async () => {
        const made = await hosts.up({ set });
        await assert.rejects(hosts.up({ set }), /There is a set "sets-test" already/u);
        assert.equal((await hosts.ssh(made.host("host1"), "hostname")).stdout, "host1\n");
        const { printed, kill } = await startElsewhere(
            `return [(await hosts.addHosts("${set}", [{}]))[0].name, hosts.openSet("${set}").hosts.length];`,
        );
        kill();
        assert.deepEqual(printed, ["host2", 2]);
        assert.equal((await hosts.ssh(hosts.openSet(set).host("host2"), "hostname")).stdout, "host2\n");
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
        assert.equal(isAlive(made.host("host1").init), false);
        assert.equal((await hosts.ssh(late as hosts.Host, "hostname")).stdout, "late\n");
        const [again] = await hosts.addHosts(set, [{ name: "host1" }]);
        assert.equal(again?.address, made.host("host1").address);
        assert.equal((await hosts.ssh(again, "hostname")).stdout, "host1\n");
    });

    it("keep none of the added hosts if one of them fails to boot", async () => {
        const made = await hosts.up({ set });
        const broken = { "/etc/ssh/sshd_config.d/50-broken.conf": "NoSuchDirective yes\n" };
        await assert.rejects(
            hosts.addHosts(set, [{ name: "fine" }, { name: "broken", files: broken }]),
            /Bad configuration option: NoSuchDirective/u,
        );
        assert.equal(hosts.openSet(set).hosts.length, 1);
        const [init] = pidsOf(made);
        const inSet = ["nsenter", `--target=${init}`, "--mount", "--net"];
        const namespaces = await mustRun([...inSet, "ls", "/run/netns", "/run/hosts"]);
        assert.deepEqual(namespaces.match(/^\w+$/gmu), ["1", "controller", "host1"]);
        const links = await mustRun([...inSet, "ip", "-brief", "link", "show", "type", "veth"]);
        assert.deepEqual(links.match(/^v\d+/gmu), ["v1"]);
    });

    it("reject invalid names and options, by name", async () => {
        await assert.rejects(hosts.up({ set: "No.Name" }), /set name "No.Name" cannot be used/u);
        await assert.rejects(hosts.up({ set, hosts: [{ name: "../up" }] }), /host name "..\/up" cannot be used/u);
        await assert.rejects(hosts.up({ set, hosts: [{ port: 70000 }] }), /port 70000 is not a whole number from 1/u);
        await assert.rejects(hosts.up({ set, hosts: [{ name: "a" }, { name: "a" }] }), /has a host "a" already/u);
        assert.throws(() => hosts.openSet(set), /There is no set "sets-test"/u);
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
