import assert from "node:assert/strict";
import fc from "fast-check";
import { run } from "../../../cli/run";
import { sshdDirectives } from "../../../core/directives";
import type { Explanation } from "../../../core/explain/explanation";
import { explain } from "../../../core/explain/explanation";
import { parseQuery } from "../../../core/explain/query";
import { isAtLeast } from "../../../core/openssh";
import { runCli } from "../runCli";
import { anyQuery, argumentsOf, type Query } from "./anyQuery";

const columns = fc.integer({ min: 40, max: 200 });

async function shown(query: Query, terminal: { columns: number; color: boolean; unicode: boolean }) {
    const written = { out: "", err: "" };
    const code = await run(["explain", ...argumentsOf(query)], {
        out: (text) => void (written.out += text),
        err: (text) => void (written.err += text),
        terminal,
    });
    return { code, ...written };
}

/** Returns what the page explains for the same query. */
function explanationOf(query: Query): ReturnType<typeof explain> {
    const { requested, conditions } = parseQuery(query);
    return explain(requested, conditions);
}

function isExplained(explanation: ReturnType<typeof explain>): explanation is Explanation {
    return "answer" in explanation;
}

describe("explaining any settings", () => {
    it("begins with the answer, fits the terminal and has a value everywhere", async () => {
        const property = fc.asyncProperty(anyQuery, columns, fc.boolean(), async (query, width, unicode) => {
            const explanation = explanationOf(query);
            const { code, out, err } = await shown(query, { columns: width, color: false, unicode });
            assert.doesNotMatch(out + err, /NaN|undefined|Infinity|\[object|(?<!is |"|`)\bnull\b/);
            if (!isExplained(explanation)) {
                assert.ok(code !== 0 && out === "" && err !== "", `${code}: ${out}${err}`);
                return;
            }
            const { answer, files } = explanation;
            assert.deepEqual([code, err], [answer.ok ? 0 : 1, ""]);
            const inOrder = [answer.idle, answer.dead, "To do:"].join(" ");
            const plain = unicode ? inOrder : inOrder.replaceAll("×", "x").replace(/[“”]/g, '"');
            assert.equal(
                out
                    .replace(/^[✔✗] /, "")
                    .replace(/\s+/g, " ")
                    .slice(0, plain.length),
                plain,
            );
            if (!unicode) assert.match(out.replaceAll("本番", ""), /^[\x20-\x7e\n]*$/);

            // Text to be pasted is not wrapped, nor is a word that is longer than the terminal is wide.
            const pasted = new Set(Object.values(files).flatMap(({ text }) => text.split(/\r?\n/)));
            for (const line of out.split("\n")) {
                const isWord = /^\s*(?:-|---|\$|\()?\s*\S+$/.test(line);
                assert.ok(line.length <= width || pasted.has(line) || isWord, `${width}: ${line}`);
            }
        });
        await fc.assert(property, { numRuns: 150 });
    });

    it("prints no sshd_config that sshd -t rejects, and no directive that the version does not know", () => {
        fc.assert(
            fc.property(anyQuery, (query) => {
                const explanation = explanationOf(query);
                if (!isExplained(explanation)) return;
                const { sshdConfig, ...others } = explanation.files;
                for (const command of sshdConfig.commands.filter((each) => /reload|restart/.test(each)))
                    assert.match(command, /^sudo sshd -t && /);

                const elsewhere = JSON.stringify([others, sshdConfig.notes, sshdConfig.text, explanation.answer]);
                assert.doesNotMatch(elsewhere, /systemctl|rc-service|kill -HUP|service sshd?\b/);

                const { openssh } = parseQuery(query).conditions;
                if (openssh === undefined) return;
                for (const { keyword, since } of sshdDirectives) {
                    const isKnown = isAtLeast(openssh, since.replace("OpenSSH ", ""));
                    assert.ok(isKnown || !sshdConfig.text.includes(keyword), `${JSON.stringify(openssh)}: ${keyword}`);
                }
                assert.ok(isAtLeast(openssh, "9.7") || !/\bglobal=/.test(sshdConfig.text));
                if (!isAtLeast(openssh, "8.2")) assert.doesNotMatch(sshdConfig.place, /sshd_config\.d/);
            }),
            { numRuns: 300 },
        );
    });

    it("is the same on the page as with --json, whose query has the names of the options", async () => {
        const property = fc.asyncProperty(anyQuery, async (query) => {
            const explanation = explanationOf(query);
            const { code, out } = await runCli("explain", ...argumentsOf(query), "--json");
            // The command line rejects some values when it parses them; the page rejects them when it explains them.
            if (code === 2) assert.ok(!isExplained(explanation) && explanation.problems.length > 0);
            else assert.deepEqual(JSON.parse(out), JSON.parse(JSON.stringify(explanation)));
        });
        await fc.assert(property, { numRuns: 100 });
    });
});
