import assert from "node:assert/strict";
import * as path from "node:path";
import { run } from "../support/testbed/run";
import { type Parts, leftovers, partsOf, pidsOf, records } from "./leftovers";

const set = "cli-test";
const command = [process.execPath, "--require", "tsx/cjs", path.resolve(__dirname, "../support/testbed/cli.ts")];

const cli = (...args: string[]) => run([...command, ...args]);

interface Described {
    readonly set: string;
    readonly enter: readonly string[];
    readonly hosts: readonly {
        readonly name: string;
        readonly address: string;
        readonly privateKeyFile: string;
        readonly pid: number;
    }[];
}

/** Notes what a set that the CLI started is made of. */
function partsOfDescribed({ hosts, enter }: Described): Parts {
    const [init = 0] = pidsOf({ hosts: [], inController: () => [...enter] });
    return partsOf(set, [init, ...hosts.map(({ pid }) => pid)]);
}

describe("npm run hosts", () => {
    afterEach(() => cli("down", "--set", set));

    it("starts hosts that outlive it, lists them, runs commands on them, and removes them", async () => {
        const up = await cli("up", "--count", "3", "--user", "admin", "--set", set);
        assert.equal(up.exitCode, 0, up.stderr);
        assert.match(up.stderr, /3 hosts up/u);
        const made = JSON.parse(up.stdout) as Described;
        const listed = JSON.parse((await cli("list")).stdout) as Described[];
        assert.deepEqual(
            listed.find((each) => each.set === set),
            made,
        );
        const [host] = made.hosts;
        const key = host?.privateKeyFile ?? "";
        const login = ["ssh", "-i", key, "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null"];
        const name = await run([...made.enter, ...login, `admin@${host?.address}`, "hostname"]);
        assert.equal(name.stdout, "host1\n", name.stderr);
        const exec = await cli("exec", "--set", set, "host2", "--", "sh", "-c", "hostname; exit 3");
        assert.equal(exec.exitCode, 3);
        assert.deepEqual(JSON.parse(exec.stdout), { stdout: "host2\n", stderr: "", exitCode: 3 });
        const parts = partsOfDescribed(made);
        assert.notDeepEqual(leftovers(parts), []);
        assert.deepEqual(JSON.parse((await cli("down", "--set", set)).stdout), { down: [set] });
        assert.deepEqual(leftovers(parts), []);
    });

    it("replaces a running set", async () => {
        const first = partsOfDescribed(JSON.parse((await cli("up", "--count", "3", "--set", set)).stdout) as Described);
        const again = JSON.parse((await cli("up", "--count", "1", "--set", set)).stdout) as Described;
        assert.equal(again.hosts.length, 1);
        assert.deepEqual(leftovers({ ...first, set: "none" }), []);
        assert.deepEqual(
            records().filter((name) => name.startsWith(set)),
            [`${set}.json`],
        );
    });

    it("reports what is wrong, and the remedy", async () => {
        const suite = await cli("up", "--suite", "buster", "--set", set);
        assert.match(suite.stderr, /'buster' is invalid. Allowed choices are bullseye, bookworm, trixie, forky/u);
        assert.match((await cli("up", "--count", "0")).stderr, /whole number from 1 to 1021/u);
        assert.match((await cli("exec", "--set", set, "host1", "--", "true")).stderr, /There is no set "cli-test"/u);
        const nobody = await run(["setpriv", "--reuid=65534", "--clear-groups", ...command, "up", "--set", set]);
        assert.equal(nobody.exitCode, 1);
        assert.match(nobody.stderr, /Namespaces and mounts need root, and this is user 65534: run it with sudo/u);
    });

    it("shows examples in its help", async () => {
        assert.match((await cli("--help")).stdout, /npm run --silent hosts -- up --count 3/u);
    });
});
