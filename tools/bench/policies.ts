/**
 * Measures the time that the policy pack adds to a preview: 500 commands, each with its own sshd drop-in, with the pack and
 * with nine empty rules. Exits with 1 if the pack takes more than 1.2 times as long.
 */
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pulumiEnvironment } from "../../test/support/engine/environment";

const root = join(__dirname, "..", "..");
const commands = 500;
const rounds = 5;
const maxRatio = 1.2;
/** The number of rules when the bound was set, so that rules added since must stay within it. */
const emptyRules = 9;

const program = `
const command = require("@pulumi/command");
const connection = { host: "198.18.0.9", hostKey: "ssh-ed25519 AAAA" };
for (let i = 0; i < ${commands}; i++) {
    const create = [
        "set -eu",
        "cat > /etc/ssh/sshd_config.d/50-keepalive.conf <<'EOF'",
        "# host " + i,
        "ClientAliveInterval 90",
        "ClientAliveCountMax 3",
        "EOF",
        "sysctl -w net.ipv4.tcp_keepalive_time=180",
        "systemctl reload ssh",
    ].join("\\n");
    new command.remote.Command("host" + i, { connection, create });
}
`;

function main(): void {
    const folder = mkdtempSync(join(tmpdir(), "bench-policies-"));
    try {
        prepare(folder);
        const packs = { empty: join(folder, "empty"), pack: join(root, "policies"), none: undefined };
        const times = { empty: [] as number[], pack: [] as number[], none: [] as number[] };
        // Alternating, so that a slow moment of the machine does not affect only one of them.
        const runs = Array.from({ length: rounds }, () => ["none", "empty", "pack"] as const).flat();
        for (const name of runs) times[name].push(preview(folder, packs[name]));
        report(least(times.none), least(times.empty), least(times.pack));
    } finally {
        rmSync(folder, { recursive: true });
    }
}

function prepare(folder: string): void {
    execFileSync("node", [join(root, "policies", "build.mjs")]);
    mkdirSync(join(folder, "state"));
    symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
    cpSync(join(__dirname, "policies", "empty"), join(folder, "empty"), { recursive: true });
    const runtime = "runtime: { name: nodejs, options: { typescript: false } }";
    writeFileSync(join(folder, "Pulumi.yaml"), `name: bench-policies\n${runtime}\nmain: index.js\n`);
    writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "bench-policies", main: "index.js" }));
    writeFileSync(join(folder, "index.js"), program);
    pulumi(folder, "stack", "init", "dev");
}

/** The duration of a preview, in seconds. */
function preview(folder: string, pack: string | undefined): number {
    const start = process.hrtime.bigint();
    pulumi(folder, "preview", ...(pack === undefined ? [] : ["--policy-pack", pack]));
    return Number(process.hrtime.bigint() - start) / 1e9;
}

function pulumi(folder: string, ...args: string[]): void {
    const environment = {
        ...pulumiEnvironment(join(folder, "state"), "bench"),
        EMPTY_RULES: String(emptyRules),
    };
    execFileSync("pulumi", [...args, "--non-interactive"], { cwd: folder, env: { ...process.env, ...environment } });
}

/** The fastest round, which other work on the machine disturbed least. */
function least(times: readonly number[]): number {
    return Math.min(...times);
}

function report(none: number, empty: number, pack: number): void {
    const ratio = pack / empty;
    console.log(`preview of ${commands} commands, best of ${rounds} rounds`);
    console.log(`  without a pack          ${none.toFixed(1)} s`);
    console.log(`  with ${emptyRules} empty rules       ${empty.toFixed(1)} s`);
    console.log(
        `  with the pack           ${pack.toFixed(1)} s, ${ratio.toFixed(2)} times the empty rules (at most ${maxRatio})`,
    );
    process.exitCode = ratio > maxRatio ? 1 : 0;
}

main();
