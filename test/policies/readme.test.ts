import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { PolicyConfigJSONSchema } from "@pulumi/policy/schema";
import { standards } from "../../core/standards";
import type { Configured } from "../../policies/configuration/bounds";
import { problemsIn } from "../../policies/configuration/problems";
import { rules } from "../../policies/pack";
import { resourceTypeRows } from "../../policies/resources/resourceTypes";
import { rulesThatCheck } from "../../policies/standard";

const readme = readFileSync(join(__dirname, "..", "..", "policies", "README.md"), "utf8");

/** The rows of the table below the heading. */
function rowsUnder(heading: string): string[] {
    const section = readme.split(/^## /m).find((each) => each.startsWith(heading)) ?? "";
    const rows = section.split("\n").filter((line) => line.startsWith("|"));
    return rows.slice(2);
}

function ownSettings(rule: (typeof rules)[number]): [string, PolicyConfigJSONSchema][] {
    return Object.entries(rule.configSchema?.properties ?? {}).filter(
        ([setting]) => setting !== "standard" && setting !== "exceptions",
    );
}

describe("the pack's README", () => {
    it("tabulates the rules as they are", () => {
        const expected = rules.map((rule) => {
            const settings = ownSettings(rule).map(([name, schema]) => `\`${name}\` ${JSON.stringify(schema.default)}`);
            const cells = [
                `\`${rule.name}\``,
                rule.enforcementLevel,
                rule.severity,
                rule.description,
                settings.join(", "),
            ];
            return `| ${cells.join(" | ")} |`.replace("|  |", "| |");
        });
        assert.deepEqual(rowsUnder("Rules"), expected);
    });

    it("tabulates every standard, and the rules that check it", () => {
        const rows = rowsUnder("Standards").map((row) => row.split("|").map((cell) => cell.trim()));
        assert.deepEqual(
            rows.map(([, standard]) => standard?.replaceAll("`", "")).sort(),
            standards.map(({ name }) => name as string).sort(),
        );
        for (const [, standard = "", , checkedBy = ""] of rows) {
            assert.deepEqual(
                checkedBy.match(/(?<=`)[a-z-]+(?=`)/g)?.filter((name) => name.includes("-")),
                rulesThatCheck(standard.replaceAll("`", "")),
            );
        }
    });

    it("lists each type whose text is read", () => {
        const rows = rowsUnder("What is checked").map((row) => row.split("|")[1] ?? "");
        const left = resourceTypeRows
            .flatMap(({ types }) => types)
            .filter((type) => {
                const provider = new RegExp(`\`${type.split(":")[0]}[:\`]`);
                const name = new RegExp(`\\b${type.split(":").at(-1)}\\b`);
                return !rows.some((row) => provider.test(row) && name.test(row));
            });
        assert.deepEqual(left, []);
    });

    it("shows a configuration that names rules, settings and values as they are taken", () => {
        const json = /```json\n([\s\S]*?)```/.exec(readme)?.[1] ?? "";
        const config = JSON.parse(json) as Record<string, string | Record<string, unknown>>;
        const given = Object.entries(config).map(([name, settings]): [string, Configured] => {
            const own = typeof settings === "object" ? settings : {};
            return [name, { standard: "none", exceptions: [], ...own }];
        });
        assert.deepEqual(problemsIn(new Map(given)), []);
        for (const [name, settings] of Object.entries(config)) {
            const properties = rules.find((rule) => rule.name === name)?.configSchema?.properties;
            assert.ok(properties, name);
            for (const [setting, value] of Object.entries(typeof settings === "string" ? {} : settings)) {
                const schema: { type?: unknown } | undefined =
                    setting === "enforcementLevel" ? { type: "string" } : properties[setting];
                assert.ok(schema, `${name}.${setting}`);
                const type = Array.isArray(value) ? "array" : typeof value === "number" ? "integer" : typeof value;
                assert.equal(schema.type, type, `${name}.${setting}`);
            }
        }
    });
});
