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

/** Files of tests that run on real hosts; each is a process with hosts of its own. */
const realTests = ["testbed", "hosts", "engine", "live"]
    .flatMap((folder) => testFiles(path.join(root, "test", folder)))
    .map((file) => mocha(path.relative(root, file), ["--config", ".mocharc.engine.json", "--spec", file]));

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

const total = { passed: 0, failed: 0, skipped: 0 };
/** What is said once more at the end, a line each, since some CI shows only the last lines. */
const lastWords = [];
const started = Date.now();
try {
    // Two at a time, for two cores; the built package is there before a test installs it.
    count(await inPool(2, checks));
    count(
        await inPool(1, [
            mocha("unit tests", []),
            check(
                "systems for test hosts (a minute each, the first time)",
                "npm",
                "--silent",
                "run",
                "hosts",
                "--",
                "roots",
            ),
        ]),
    );
    count(await withSecondTry(await inPool(2, realTests)));
} finally {
    fs.rmSync(scratch, { recursive: true, force: true });
}
console.log(["", ...lastWords, `in ${minutes(started)}`].join("\n"));
console.log(`${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ""}`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;

/** Adds up results, and keeps what failed. */
function count(results) {
    for (const { step, passed, failed, skipped, failures } of results) {
        total.passed += passed;
        total.failed += failed;
        total.skipped += skipped;
        lastWords.push(...failures.map((what) => `✘ ${step.name}: ${shortened(what)}`));
    }
}

/**
 * Runs the few files that failed once more, alone: a machine that starved their hosts for a moment is no reason to stop a
 * release. What passes only then is named at the end, as a test to make steady.
 */
async function withSecondTry(results) {
    const failed = results.filter(({ failures }) => failures.length > 0);
    if (failed.length > fewFiles) return results;
    const second = await inPool(
        1,
        failed.map(({ step }) => step),
    );
    for (const { step, failures } of second) {
        if (failures.length > 0) continue;
        const [first] = failed.find((result) => result.step === step).failures;
        lastWords.push(`~ ${step.name}: passed only when run again, alone: ${shortened(first)}`);
    }
    return [...results.filter((result) => !failed.includes(result)), ...second];
}

// ---- steps -----------------------------------------------------------------------------------------------------

/** A program that passes or fails as a whole. */
function check(name, ...argv) {
    return {
        name,
        argv,
        counts: (code, output) =>
            code === 0
                ? { passed: 1, failed: 0, skipped: 0, failures: [] }
                : { passed: 0, failed: 1, skipped: 0, failures: [lastLine(output)] },
    };
}

/** A run of mocha, counted test by test. One that dies without its numbers is one failure. */
function mocha(name, args) {
    const file = path.join(scratch, `${name.replaceAll(/\W/g, "-")}.json`);
    const reporter = ["--reporter", "test/support/countingReporter.cjs", "--reporter-option", `counts=${file}`];
    return {
        name,
        argv: [path.join(root, "node_modules/.bin/mocha"), ...args, ...reporter],
        counts: (code, output) => {
            const counts = fs.existsSync(file)
                ? JSON.parse(fs.readFileSync(file, "utf8"))
                : { passed: 0, failed: 0, skipped: 0, failures: [] };
            fs.rmSync(file, { force: true });
            const died = code !== 0 && counts.failed === 0;
            return died ? { ...counts, failed: 1, failures: [`exit code ${code}: ${lastLine(output)}`] } : counts;
        },
    };
}

/** Runs steps, so many at a time; gives each one's counts and what failed in it. */
async function inPool(size, steps) {
    const left = steps.filter(({ name }) => name.includes(filter));
    const results = [];
    await Promise.all(
        Array.from({ length: size }, async () => {
            for (let step = left.shift(); step !== undefined; step = left.shift())
                results.push({ step, ...(await run(step)) });
        }),
    );
    return results;
}

async function run({ name, argv, counts }) {
    const begin = Date.now();
    console.log(`… ${name}`);
    const { code, output } = await execute(argv);
    const result = counts(code, output);
    const { passed, failed, skipped } = result;
    const numbers = `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
    console.log(`${failed > 0 ? "✘" : "✔"} ${name}: ${numbers}, in ${minutes(begin)}`);
    if (failed > 0) console.log(output.trimEnd());
    return result;
}

function execute([program, ...args]) {
    return new Promise((resolve) => {
        const child = spawn(program, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
        let output = "";
        const add = (data) => (output += data);
        child.stdout.on("data", add);
        child.stderr.on("data", add);
        child.on("error", (error) => resolve({ code: 127, output: `${output}${error.message}` }));
        child.on("close", (code) => resolve({ code: code ?? 1, output }));
    });
}

function shortened(text) {
    return text.replaceAll(/\s+/g, " ").slice(0, 240);
}

function lastLine(output) {
    return output.trimEnd().split("\n").at(-1);
}

function testFiles(folder) {
    if (!fs.existsSync(folder)) return [];
    return fs
        .readdirSync(folder, { recursive: true })
        .filter((file) => file.endsWith(".test.ts"))
        .sort()
        .map((file) => path.join(folder, file));
}

function minutes(since) {
    const seconds = Math.round((Date.now() - since) / 1000);
    return seconds < 120 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
