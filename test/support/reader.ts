import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { commandsOf } from "./documents";
import { pulumiEnvironment, repository } from "./engine/environment";
import { type Host, inController } from "./testbed";
import { run } from "./testbed/run";

/** A user who follows a document, in their own directory, with their own host. */
export interface Reader {
    readonly folder: string;
    /** Runs a command as written in the document, and returns its output. Rejects if it fails. */
    readonly run: (command: string) => Promise<string>;
    /** Runs the matching commands in a section of a document, and returns the output of each. */
    readonly follow: (document: string, section: string, which?: RegExp) => Promise<string[]>;
    /** The stack's state, as stored in the backend. */
    readonly state: () => string;
}

export interface ReaderOptions {
    /** The project's directory. */
    readonly folder: string;
    /** The host that documents call 203.0.113.10. */
    readonly host: Host;
    /** Additional environment variables. */
    readonly env?: Readonly<Record<string, string>>;
}

/** Commands that need a package registry run in the machine's own network. The hosts' network has no other routes. */
const fetches = /^(make|npm|pulumi package add)\b/;

/**
 * Makes a reader with their own home, where the host's private key is `~/.ssh/id_ed25519`, and where ssh also finds the
 * host as web1.example.com. Pulumi's prompts are confirmed automatically, and its state is in a directory.
 */
export function reader({ folder, host, env = {} }: ReaderOptions): Reader {
    const home = path.join(folder, ".home");
    const state = path.join(home, "state");
    for (const part of [path.join(home, ".ssh"), path.join(home, ".pulumi"), state])
        fs.mkdirSync(part, { recursive: true, mode: 0o700 });
    fs.writeFileSync(path.join(home, ".ssh/id_ed25519"), host.privateKey, { mode: 0o600 });
    installSsh(home, host);
    fs.symlinkSync(path.join(repository, ".toolchain/home/plugins"), path.join(home, ".pulumi/plugins"));
    const all: NodeJS.ProcessEnv = {
        ...process.env,
        ...pulumiEnvironment(state, "correct horse battery staple"),
        HOME: home,
        PULUMI_HOME: path.join(home, ".pulumi"),
        PULUMI_SKIP_CONFIRMATIONS: "true",
        ...caches(),
        ...env,
    };
    const environment = { ...all, PATH: `${path.join(home, "bin")}:${all["PATH"] ?? ""}` };
    const runCommand = async (command: string): Promise<string> => {
        const argv = ["sh", "-c", command.replaceAll("203.0.113.10", host.address)];
        const where = fetches.test(command) ? argv : inController(host.set, argv);
        const { exitCode, stdout, stderr } = await run(where, { cwd: folder, env: environment, timeout: 500 });
        assert.equal(exitCode, 0, `${command}\n${stdout}${stderr}`);
        return stdout;
    };
    return {
        folder,
        run: runCommand,
        follow: async (document, section, which) => {
            const printed: string[] = [];
            for (const command of commandsOf(document, section, which)) printed.push(await runCommand(command));
            return printed;
        },
        state: () =>
            fs
                .readdirSync(path.join(state, ".pulumi/stacks"), { recursive: true, encoding: "utf8" })
                .filter((name) => name.endsWith(".json"))
                .map((name) => fs.readFileSync(path.join(state, ".pulumi/stacks", name), "utf8"))
                .join(""),
    };
}

/**
 * Installs an ssh with the reader's own configuration. The real ssh looks for it in the home directory in the passwd
 * database.
 */
function installSsh(home: string, { address, port, knownHostsFile }: Host): void {
    const config = [
        `Host web1.example.com`,
        `    HostName ${address}`,
        `    Port ${port}`,
        `    IdentityFile ${path.join(home, ".ssh/id_ed25519")}`,
        `    UserKnownHostsFile ${knownHostsFile}`,
    ];
    fs.writeFileSync(path.join(home, ".ssh/config"), `${config.join("\n")}\n`);
    fs.mkdirSync(path.join(home, "bin"), { recursive: true });
    const program = `#!/bin/sh\nexec /usr/bin/ssh -F '${path.join(home, ".ssh/config")}' "$@"\n`;
    fs.writeFileSync(path.join(home, "bin/ssh"), program, { mode: 0o755 });
}

/** The machine's own package caches, which a different home directory would hide. */
function caches(): Record<string, string> {
    const npm = execFileSync("npm", ["config", "get", "cache"], { encoding: "utf8" }).trim();
    const [GOPATH = "", GOCACHE = "", GOMODCACHE = ""] = execFileSync(
        "go",
        ["env", "GOPATH", "GOCACHE", "GOMODCACHE"],
        {
            encoding: "utf8",
        },
    )
        .trim()
        .split("\n");
    return { npm_config_cache: npm, npm_config_prefer_offline: "true", GOPATH, GOCACHE, GOMODCACHE };
}
