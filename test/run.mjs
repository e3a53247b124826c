// Runs every check and every test, and ends with the line "N passed, N failed[, N skipped]".
//
//   node test/run.mjs            all of it
//   node test/run.mjs engine     only the steps whose name has "engine" in it
import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

const root = path.join(import.meta.dirname, "..");
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "pulumi-ssh-keepalive-test-"));
const filter = process.argv[2] ?? "";
/** More failing files than these are no accident. */
const fewFiles = 4;

const checks = [
    check("eslint", "node_modules/.bin/eslint", "."),
    check("prettier", "node_modules/.bin/prettier", "--check", "--log-level", "warn", "."),
    check("knip (dead code)", "node_modules/.bin/knip"),
    check("import cycles", "npm", "--silent", "run", "lint:cycles"),
    check("types", "node_modules/.bin/tsc", "--noEmit"),
    check("shellcheck and shfmt", "npm", "--silent", "run", "lint:shell"),
    check("Go stand-ins (tools/toolchain/test)", "bash", "tools/toolchain/test"),
    check("package builds", process.execPath, "build.mjs"),
];
const unitTests = mocha("unit tests");
const roots = check(
    "systems for test hosts (a minute each, the first time)",
    "npm",
    "--silent",
    "run",
    "hosts",
    "roots",
);
/** Files of tests that run on real hosts; each is a process with hosts of its own. */
const hostTests = ["testbed", "hosts", "engine", "live"]
    .flatMap((folder) => testFiles(`test/${folder}`))
    .map((file) => mocha(file, "--config", ".mocharc.engine.json", "--spec", file));

const started = Date.now();
// Two at a time, for two cores; the built package is there before a test installs it.
const results = [...(await runAll(checks, 2)), ...(await runAll([unitTests, roots], 1)), ...(await runHostTests())];
fs.rmSync(scratch, { recursive: true });

// Once more at the end, since some CI shows only the last lines.
console.log();
for (const { step, again, failures } of results) {
    for (const failure of failures) console.log(`✘ ${step.name}: ${shortened(failure)}`);
    if (again !== undefined) console.log(`~ ${step.name}: passed only when run again, alone: ${shortened(again)}`);
}
const sum = (key) => results.reduce((total, result) => total + result[key], 0);
const total = { passed: sum("passed"), failed: sum("failed"), skipped: sum("skipped") };
console.log(`in ${minutesSince(started)}\n${numbersOf(total)}`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;

/**
 * Runs the host tests, and the few files that failed once more, alone: a machine that starved their hosts for a moment is
 * no reason to stop a release. What passes only then is named at the end, as a test to make steady.
 */
async function runHostTests() {
    const first = await runAll(hostTests, 2);
    const failed = first.filter((result) => result.failed > 0);
    if (failed.length > fewFiles) return first;
    const second = await runAll(
        failed.map(({ step }) => step),
        1,
    );
    const failuresOf = ({ step }) => failed.find((result) => result.step === step).failures;
    const passed = second.map((result) => (result.failed > 0 ? result : { ...result, again: failuresOf(result)[0] }));
    return [...first.filter((result) => !failed.includes(result)), ...passed];
}

// ---- steps -----------------------------------------------------------------------------------------------------

/** A program that passes or fails as a whole. */
function check(name, ...argv) {
    const judge = (code, output) => (code === 0 ? { passed: 1, failures: [] } : { failures: [lastLine(output)] });
    return { name, argv, judge };
}

/** A run of mocha, counted test by test. One that dies without its numbers is one failure. */
function mocha(name, ...args) {
    const report = path.join(scratch, `${name.replaceAll(/\W/g, "-")}.json`);
    const judge = (code, output) => {
        if (!fs.existsSync(report)) return { failures: [`exit code ${code}: ${lastLine(output)}`] };
        const { stats, failures } = JSON.parse(fs.readFileSync(report, "utf8"));
        fs.rmSync(report);
        const failed = failures.map(({ fullTitle, err }) => `${fullTitle}: ${err.stack ?? err.message}`);
        if (code !== 0 && failed.length === 0) failed.push(`exit code ${code}: ${lastLine(output)}`);
        return { passed: stats.passes, skipped: stats.pending, failures: failed };
    };
    const argv = ["node_modules/.bin/mocha", ...args, "--reporter", "json", "--reporter-option", `output=${report}`];
    return { name, argv, judge };
}

/** Runs steps, so many at a time, and returns what each came to. */
async function runAll(steps, width) {
    const results = [];
    const left = steps.filter(({ name }) => name.includes(filter)).values();
    const worker = async () => {
        for (const step of left) results.push(await run(step));
    };
    await Promise.all(Array.from({ length: width }, worker));
    return results;
}

async function run(step) {
    const begin = Date.now();
    console.log(`… ${step.name}`);
    const { code, output } = await execute(step.argv);
    const judged = step.judge(code, output);
    const result = { step, passed: 0, skipped: 0, ...judged, failed: judged.failures.length };
    console.log(`${result.failed > 0 ? "✘" : "✔"} ${step.name}: ${numbersOf(result)}, in ${minutesSince(begin)}`);
    if (result.failed > 0) console.log([output.trimEnd(), ...judged.failures].join("\n\n"));
    return result;
}

function execute([program, ...args]) {
    return new Promise((resolve) => {
        const child = spawn(program, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
        let output = "";
        for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => (output += data));
        child.on("error", (error) => resolve({ code: 127, output: error.message }));
        child.on("close", (code) => resolve({ code: code ?? 1, output }));
    });
}

function testFiles(folder) {
    const files = fs.readdirSync(path.join(root, folder), { recursive: true }).sort();
    return files.filter((file) => file.endsWith(".test.ts")).map((file) => path.join(folder, file));
}

function numbersOf({ passed, failed, skipped }) {
    return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

function shortened(text) {
    return text.replaceAll(/\s+/g, " ").slice(0, 240);
}

function lastLine(output) {
    return output.trimEnd().split("\n").at(-1);
}

function minutesSince(begin) {
    const seconds = Math.round((Date.now() - begin) / 1000);
    return seconds < 120 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
