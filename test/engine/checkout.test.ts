import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { commands, commandsOf, documents, inlineCommands, shellBlocks } from "../support/documents";
import * as engine from "../support/engine";
import { copySources } from "../support/packed";
import { type Reader, reader } from "../support/reader";
import { temporaryFolder } from "../support/temporaryFolder";
import * as hosts from "../support/testbed";

const set = `engine-checkout-${process.pid}`;

describe("A fresh checkout", function () {
    this.bail(true);
    const folder = temporaryFolder();
    let host: hosts.Host;
    let untouched: hosts.Snapshot;
    let checkout: Reader;

    before(async () => {
        const running = await hosts.up({ set, hosts: [{ name: "web1", user: "admin" }] });
        host = running.host("web1");
        untouched = hosts.snapshot(host);
        const sources = copySources(folder);
        // What takes minutes to install and to build on a new machine: the packages, and the contents of the caches.
        fs.symlinkSync(path.join(engine.repository, "node_modules"), path.join(sources, "node_modules"));
        const env = {
            XDG_CACHE_HOME: process.env["XDG_CACHE_HOME"] ?? path.join(os.homedir(), ".cache"),
            PATH: `${path.join(sources, ".toolchain/bin")}:${process.env["PATH"] ?? ""}`,
            PULUMI_HOME: "", // The toolchain sets its own PULUMI_HOME.
        };
        checkout = reader({ folder: sources, host, env });
    });
    after(() => hosts.down(set));

    it("lists its targets, and shows the demonstration", async () => {
        const [targets = ""] = await checkout.follow("CONTRIBUTING.md", "Set up and test", /^make$/);
        for (const target of ["demo", "test", "unit"]) assert.match(targets, new RegExp(`^make ${target} `, "m"));
        const [shown = ""] = await checkout.follow("README.md", "Two commands", /^make demo$/);
        assert.match(shown, /ClientAliveInterval[^]*'0 -> 60'[^]*'60 -> 0'/);
        assert.match(shown, /Every file and every value on every host is as it was before\.$/m);
    });

    it("is a stack that needs no program", async () => {
        const applied = (await checkout.follow("README.md", "Without a program", /^pulumi /)).at(-1) ?? "";
        assert.doesNotMatch(applied, /Undefined value/);
        assert.deepEqual((await hosts.effective(host)).get("clientaliveinterval"), ["60"]);
    });

    it("has a policy pack, whose bounds are its own, a standard's or the team's", async () => {
        const [judged = ""] = await checkout.follow("README.md", "Policies", /pack policies$/);
        assert.match(judged, /ssh-keepalive@v\d[^]*\[advisory\].*host-key-pinned/);
        const config = path.join(checkout.folder, "examples/pipeline-github-actions/policy-config.json");
        fs.copyFileSync(config, path.join(checkout.folder, "policy-config.json"));
        await checkout.run(`pulumi config set --path hosts.web1.hostKey '${host.hostKey}'`); // The team requires this.
        await checkout.follow("policies/README.md", "SSH keepalive policies", /^pulumi preview --policy-pack policies/);
        const [stig = ""] = commandsOf("policies/README.md", "SSH keepalive policies", /^SSH_KEEPALIVE_STANDARD=/);
        assert.match(await checkout.run(`! ${stig} 2>&1`), /stig/i);
    });

    it("takes a change as a large stack or a schedule applies it, and is undone", async () => {
        await checkout.run("pulumi config set --path server.clientAliveInterval 90");
        const exported = commandsOf("docs/reference.md", "Many hosts");
        const scheduled = commandsOf("docs/reference.md", "Drift, on a schedule");
        await checkout.run([...exported, ...scheduled].join(" && "));
        assert.deepEqual((await hosts.effective(host)).get("clientaliveinterval"), ["90"]);
        await checkout.run("pulumi destroy");
        assert.deepEqual(hosts.differences(untouched, hosts.snapshot(host)), []);
    });

    it("documents only commands and options that Pulumi has", async () => {
        for (const [command, options] of pulumiCommands()) {
            const help = await checkout.run(`pulumi ${command} --help`);
            // A command may have become an alias of another. For an unknown command, Pulumi prints the help of its
            // group.
            const [group = "", name] = command.split(" ");
            const usage = new RegExp(`^ +pulumi ${group}${name === undefined ? "" : " [a-z]+"}( |$)`, "m");
            assert.match(help, usage, command);
            for (const option of options) assert.match(help, new RegExp(`${option}\\b`), `pulumi ${command} ${option}`);
        }
    });
});

/** The Pulumi commands that documents name, including those that need a cloud account, with their options. */
function pulumiCommands(): Map<string, Set<string>> {
    const found = new Map<string, Set<string>>();
    for (const file of documents().filter((name) => !/^(CHANGELOG|docs\/(api|decisions)\/)/.test(name))) {
        const text = fs.readFileSync(path.join(engine.repository, file), "utf8");
        for (const line of [
            ...inlineCommands(text),
            ...shellBlocks(file, text).flatMap((block) => commands(block.text)),
        ]) {
            const [, command, rest = ""] =
                /\bpulumi ((?:config|stack|state|package|plugin|policy) [a-z-]+|[a-z-]+)([^)|;&]*)/.exec(line) ?? [];
            if (command === undefined) continue;
            const options = found.get(command) ?? new Set();
            for (const [option] of rest.matchAll(/(?<= )--[a-z-]+/g)) options.add(option);
            found.set(command, options);
        }
    }
    assert.ok(found.size > 10, [...found.keys()].join());
    return found;
}
