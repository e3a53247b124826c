// Runs `pulumi up` and `pulumi destroy` of this project's stack on three local sshd hosts, and shows the effective values of
// each host after every step. Cleans up in any case.
import { type ChildProcess, spawn } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import {
    differences,
    down,
    effective,
    type Host,
    type HostSet,
    type Snapshot,
    snapshot,
    sysctl,
    up,
} from "../../test/support/testbed";

const root = path.join(__dirname, "../..");
const scratch = path.join(root, ".demo");
const set = `demo-${process.pid}`;
// A unique name, because the stack's configuration file, which `stack init` writes into the project, is removed at the end.
const stack = "make-demo";

async function main(): Promise<void> {
    fs.rmSync(scratch, { recursive: true, force: true });
    fs.mkdirSync(path.join(scratch, "state"), { recursive: true });
    try {
        printHeading("Three local sshd hosts (Debian 12), in network namespaces of their own");
        const hosts = await up({ set, count: 3, progress: (line) => console.log(`  ${line}`) });
        const snapshots = new Map<Host, Snapshot>();
        for (const host of hosts.hosts) snapshots.set(host, snapshot(host));
        const before = await values(hosts);
        show(before);

        await configure(hosts);
        await pulumi(hosts, "The hosts are given keepalive settings", "up", "--yes", "--skip-preview");
        const applied = await values(hosts);
        show(applied, before);

        await pulumi(hosts, "The same again: nothing changes, no host is dialled", "up", "--yes", "--skip-preview");

        await pulumi(hosts, "Undone", "destroy", "--yes", "--skip-preview");
        const after = await values(hosts);
        show(after, applied);
        for (const [host, was] of snapshots) {
            const changed = differences(was, snapshot(host));
            if (changed.length > 0) throw new Error(`${host.name} is not as before: ${JSON.stringify(changed)}`);
        }
        console.log("\nEvery file and every value on every host is as it was before.");
    } finally {
        printHeading("Cleaning up");
        await down(set);
        fs.rmSync(scratch, { recursive: true, force: true });
    }
}

/** The stack's configuration, as a user would write it, in a temporary folder. */
async function configure({ hosts, privateKeyFile }: HostSet): Promise<void> {
    const config = path.join(scratch, `Pulumi.${stack}.yaml`);
    const set = (...words: string[]): Promise<void> =>
        run(["pulumi", "config", "--config-file", config, "set", ...words]);
    await run(["pulumi", "stack", "init", stack], true);
    fs.rmSync(path.join(root, `Pulumi.${stack}.yaml`), { force: true });
    for (const { name, address, hostKey } of hosts) {
        await set("--path", `hosts.${name}.host`, address);
        await set("--path", `hosts.${name}.hostKey`, hostKey);
    }
    await set("--path", "server.clientAliveInterval", "60");
    await set("--path", "server.clientAliveCountMax", "3");
    await set("--path", "kernel.time", "300");
    await set("--path", "kernel.interval", "30");
    await set("--path", "kernel.probes", "5");
    await run(["sh", "-c", `pulumi config --config-file '${config}' set --secret privateKey < '${privateKeyFile}'`]);
}

async function pulumi(hosts: HostSet, title: string, ...words: string[]): Promise<void> {
    const line = ["pulumi", ...words, "--stack", stack, "--config-file", path.join(scratch, `Pulumi.${stack}.yaml`)];
    printHeading(`${title}: pulumi ${words.join(" ")}`);
    await run(hosts.inController([...line, "--non-interactive", "--suppress-outputs"]));
}

type Values = Record<string, Record<string, string>>;

/** The effective values of sshd and the kernel on each host. */
async function values({ hosts }: HostSet): Promise<Values> {
    const entries = hosts.map(async (host) => {
        const [sshd, kernel] = await Promise.all([effective(host), sysctl(host)]);
        const row = {
            ClientAliveInterval: sshd.get("clientaliveinterval")?.[0] ?? "",
            ClientAliveCountMax: sshd.get("clientalivecountmax")?.[0] ?? "",
            tcp_keepalive_time: String(kernel.time),
            tcp_keepalive_intvl: String(kernel.interval),
            tcp_keepalive_probes: String(kernel.probes),
        };
        return [host.name, row] as const;
    });
    return Object.fromEntries(await Promise.all(entries));
}

/** A table of the effective values, with the earlier value of each that has changed. */
function show(now: Values, before: Values = now): void {
    const rows = Object.entries(now).map(([host, row]) => [
        host,
        Object.fromEntries(
            Object.entries(row).map(([key, value]) => {
                const was = before[host]?.[key];
                return [key, was === value ? Number(value) : `${was} -> ${value}`];
            }),
        ),
    ]);
    console.log("\nEffective (sshd -T, /proc/sys), in seconds and counts:");
    console.table(Object.fromEntries(rows));
}

function printHeading(line: string): void {
    console.log(`\n==> ${line}`);
}

let running: ChildProcess | undefined;
let signalled: NodeJS.Signals | undefined;

// A signal ends the current program, and then the demo, which cleans up. Ctrl-C reaches the program from the terminal.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
        signalled = signal;
        if (signal !== "SIGINT") running?.kill("SIGINT");
    });
}

/** Runs a program and shows its output; rejects if it fails, or if a signal has ended the demo. */
function run([program = "", ...args]: string[], quiet = false): Promise<void> {
    return new Promise((resolve, reject) => {
        if (signalled !== undefined) throw new Error(`ended by ${signalled}`);
        running = spawn(program, args, {
            cwd: root,
            env: environment,
            stdio: ["ignore", quiet ? "ignore" : "inherit", "inherit"],
        });
        running.on("error", reject);
        running.on("close", (code) =>
            code === 0 ? resolve() : reject(new Error(`${program} ended with exit code ${code}`)),
        );
    });
}

const environment = {
    ...process.env,
    PATH: `${path.join(root, ".toolchain/bin")}:${process.env["PATH"]}`,
    PULUMI_BACKEND_URL: `file://${path.join(scratch, "state")}`,
    PULUMI_CONFIG_PASSPHRASE: "demo",
    PULUMI_SKIP_UPDATE_CHECK: "1",
};

main().catch((error: unknown) => {
    console.error(`\ndemo: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
});
