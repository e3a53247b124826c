import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { kernelDefaults } from "../../../core/directives";
import type { KernelSettings } from "../../../core/settings";
import { readSysctl } from "../../../policies/parsers/sysctl";
import { temporaryFolder } from "../../support/temporaryFolder";

describe("the sysctl parser and sysctl itself", () => {
    const folder = temporaryFolder();
    const file = join(folder, "99.conf");
    const keys = ["time", "intvl", "probes"].map((key) => `/proc/sys/net/ipv4/tcp_keepalive_${key}`);

    /** Returns the kernel's values in a new network namespace after the file is loaded. */
    function effective(text: string): KernelSettings {
        writeFileSync(file, text);
        const script = `sysctl -q -p "$1" >/dev/null 2>&1; cat ${keys.join(" ")}`;
        const values = execFileSync("unshare", ["--net", "sh", "-c", script, "sh", file], { encoding: "utf8" });
        const [time, interval, probes] = values.trim().split("\n").map(Number);
        return { time: time!, interval: interval!, probes: probes! };
    }

    it("agree on what a file makes effective", function () {
        let set = 0;
        fc.assert(
            fc.property(configuration, (text) => {
                const { settings, unknown } = readSysctl(text);
                const expected = effective(text);
                // A value that is not read with certainty may be any.
                for (const property of ["time", "interval", "probes"] as const) {
                    if (!unknown.has(property)) {
                        set += settings[property] === undefined ? 0 : 1;
                        const value = settings[property] ?? kernelDefaults[property];
                        assert.equal(value, expected[property], JSON.stringify(text));
                    }
                }
            }),
            { numRuns: 400 },
        );
        assert.ok(set > 100, String(set));
    });
});

const key = fc
    .constantFrom("time", "intvl", "probes")
    .chain((name) => fc.constantFrom(`net.ipv4.tcp_keepalive_${name}`, `net/ipv4/tcp_keepalive_${name}`));
const value = fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: 1, max: 255 }).map(String) },
    { weight: 1, arbitrary: fc.constantFrom("", "010", "0x20", "5 6", "5 # five", "five", "-1", "5;") },
);
const line = fc.oneof(
    {
        weight: 4,
        arbitrary: fc
            .tuple(
                fc.constantFrom("", "", "  ", "\t", "-", "- ", "#", ";", " # "),
                key,
                fc.constantFrom("=", " = ", "= ", "\t=\t"),
                value,
                fc.constantFrom("", " ", "\t"),
            )
            .map((parts) => parts.join("")),
    },
    {
        weight: 1,
        arbitrary: fc.constantFrom("", "   ", "# a comment", "net.ipv4.tcp_keepalive_time", "net.ipv4.ip_forward = 0"),
    },
);
const configuration = fc.array(line, { maxLength: 6 }).map((lines) => `${lines.join("\n")}\n`);
