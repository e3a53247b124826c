import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { simulateScript } from "../../../policies/parsers/shell/run";
import { singleQuoted } from "../../../policies/parsers/text";
import { hasUnknown } from "../../../policies/parsers/unknown";
import { temporaryFolder } from "../../support/temporaryFolder";

/** A command line and the text that it reads. */
export type Case = readonly [input: string, line: string];

/** Asserts that bash prints what the pack takes as certain, for generated command lines. */
export function assertSameOutput(cases: fc.Arbitrary<Case>): void {
    const samples = fc.sample(cases, { numRuns: 100 });
    const printed = run(samples);
    let known = 0;
    const differences = samples.flatMap(([input, line], i) => {
        const outputs = simulateScript(scriptOf(input, line)).map((files) =>
            files.unread.size > 0 || hasUnknown(files.read("/out")) ? undefined : files.read("/out"),
        );
        known += outputs.includes(undefined) ? 0 : 1;
        // One of the outcomes has to be what happened.
        return outputs.some((output) => output === undefined || output === printed[i])
            ? []
            : [{ input, line, outputs, printed: printed[i] }];
    });
    assert.deepEqual(differences, []);
    assert.ok(known > 10, `only ${known} outputs are known`);
}

function scriptOf(input: string, line: string): string {
    return `printf %s ${singleQuoted(input)} | { ${line}\n} > /out`;
}

/** What the real programs print. */
function run(cases: readonly Case[]): string[] {
    const lines = cases.map(
        ([input, line]) =>
            `printf %s ${singleQuoted(input)} | bash -c ${singleQuoted(line)} 2> /dev/null; printf '\\0'`,
    );
    const env = { PATH: process.env.PATH, LC_ALL: "C.UTF-8" };
    const folder = temporaryFolder(); // where no pattern matches a file
    const { stdout } = spawnSync("bash", ["-s"], { input: lines.join("\n"), encoding: "utf8", env, cwd: folder });
    return stdout.split("\0");
}
