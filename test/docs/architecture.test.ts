import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { commandLine } from "../../components/remote/commandLine";
import { planFor } from "../../components/server/plan";
import { parseReport } from "../../components/server/report";
import { sshdLines } from "../../core/render/sshdConfig";
import { resolveSettings } from "../../core/resolve";
import { validateSettings } from "../../core/validate";
import { plainReport } from "../support/mocks";

const root = join(__dirname, "../..");
const text = readFileSync(join(root, "docs/architecture.md"), "utf8");
const hops = [...text.matchAll(/^\| (\d+) +\| `([^`]+)` +\| `([^`]+)` +\|/gm)].map(([, number, file, name]) => ({
    number: Number(number),
    file: file ?? "",
    name: name ?? "",
}));

describe("the way of ClientAliveInterval in docs/architecture.md", () => {
    it("has at most nine hops, each a function that is there", () => {
        assert.deepEqual(
            hops.map(({ number }) => number),
            [1, 2, 3, 4, 5, 6, 7, 8, 9],
        );
        for (const { file, name } of hops) {
            const code = readFileSync(join(root, file), "utf8");
            const defined = file.endsWith(".sh")
                ? new RegExp(`^${name}\\(\\) \\{`, "m")
                : new RegExp(`^export (async )?(function|class) ${name}\\b`, "m");
            assert.match(code, defined, `${file} has no ${name}`);
        }
    });

    it("carries the value from an argument to the command, and from the host's report to the timing", () => {
        const input = { server: { clientAliveInterval: 61 } };
        assert.deepEqual(validateSettings(input).problems, []);
        assert.notDeepEqual(validateSettings({ server: { clientAliveInterval: -1 } }).problems, []);
        const line = "ClientAliveInterval 61";
        assert.ok(sshdLines(resolveSettings(input).server).includes(line));
        const plan = planFor({}, resolveSettings(input), "project/stack/name");
        assert.ok(plan.sshdConfig.includes(line));
        const settings = [...sshdLines(resolveSettings(input).server)];
        assert.ok(commandLine("apply", { become: "none", owner: "o", settings }).includes(`'${line}'`));
        const report = {
            ...(JSON.parse(plainReport) as object),
            openssh: "OpenSSH_10.0",
            effective: { ClientAliveInterval: "61" },
        };
        assert.equal(parseReport(JSON.stringify(report)).timing.probePeriod, 61);
    });

    it("goes through the functions of the host program in this order", () => {
        const shell = hops.filter(({ file }) => file.endsWith(".sh")).map(({ name }) => name);
        const plan = readFileSync(join(root, "components/shell/server/plan.sh"), "utf8");
        const at = shell.map((name) => [...plan.matchAll(new RegExp(`^\\s+${name}$`, "gm"))].at(-1)?.index ?? -1);
        assert.ok(
            at.every((place) => place > 0),
            `plan.sh calls ${shell.join(", ")}: ${at.join(", ")}`,
        );
        assert.deepEqual(
            at,
            [...at].sort((one, other) => one - other),
        );
    });
});
