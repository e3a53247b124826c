import assert from "node:assert/strict";
import { Budget } from "../../../../../policies/parsers/budget";
import { editWithSed } from "../../../../../policies/parsers/shell/commands/sed";
import { unknownLine, unknownText } from "../../../../../policies/parsers/unknown";

/** The result of the script for a text, or for a file with unknown content; undefined if it cannot be determined. */
function edited(script: string, extended = false, text = unknownLine): string | undefined {
    return editWithSed(text, [script], { extended, quiet: false, isShipped: true, budget: new Budget() })?.replace(
        unknownLine,
        "",
    );
}

describe("sed -i on a file as distributions ship it", () => {
    const cases: [string, string, boolean, string | undefined][] = [
        [
            "s/^#ClientAliveInterval 0/ClientAliveInterval 5/",
            "the default, commented out",
            false,
            "ClientAliveInterval 5\n",
        ],
        ["s/^ClientAliveInterval.*/ClientAliveInterval 5/", "an active line", false, "ClientAliveInterval 5\n"],
        [
            "s/^#\\?\\(ClientAliveInterval\\) .*/\\1 5/",
            "groups of a basic expression",
            false,
            "ClientAliveInterval 5\n",
        ],
        ["s/^#?(ClientAliveInterval) .*/\\1 5/", "groups of an extended expression", true, "ClientAliveInterval 5\n"],
        [
            "s|^[#[:space:]]*TCPKeepAlive.*|TCPKeepAlive no|I",
            "another delimiter and classes",
            false,
            "TCPKeepAlive no\n",
        ],
        ["/ClientAliveInterval/s/.*/ClientAliveInterval 5/", "an address", false, "ClientAliveInterval 5\n"],
        ["$aClientAliveInterval 5", "text at the end", false, "ClientAliveInterval 5\n"],
        ["/^Port/i ClientAliveInterval 5", "text before a line", false, "ClientAliveInterval 5\n"],
        [
            "s/#ClientAliveInterval/ClientAliveInterval/",
            "a value that stays the file's",
            false,
            `ClientAliveInterval ${unknownText}\n`,
        ],
        ["s/^#//", "lines that it does not name", false, ""],
        ["/ClientAliveInterval/d", "a deleted line", false, ""],
        ["s/^ClientAliveInterval/#&/", "a line that is commented out", false, ""],
        ["3,5s/^#ClientAliveInterval.*/ClientAliveInterval 5/", "a range, which depends on the file", false, undefined],
        [
            "s/^#ClientAliveInterval.*/ClientAliveInterval 5/e",
            "a flag that runs commands, which is not read",
            false,
            undefined,
        ],
        ["s/ClientAliveInterval.*/\\U&/", "a case conversion, which is not read", false, undefined],
    ];
    for (const [script, what, extended, expected] of cases) {
        it(`reads ${what}`, () => {
            assert.equal(edited(script, extended), expected);
        });
    }

    const known: [string, string, string][] = [
        ["s/5/6/g", "a 55\nb\n", "a 66\nb\n"],
        ["s/5/6/2", "a 55\nb\n", "a 56\nb\n"],
        ["/b/d", "a\nb\n", "a\n"],
        ["/a/a c", "a\nb\n", "a\nc\nb\n"],
        ["2d", "a\nb\nc\n", "a\nc\n"],
        ["2,3d", "a\nb\nc\n", "a\n"],
        ["/a/,/b/s/^/x/", "a\n1\nb\n2\n", "xa\nx1\nxb\n2\n"],
        ["/a/!s/^/x/", "a\nb\n", "a\nxb\n"],
        ["/a/{s/a/b/;s/b/c/}", "a\nb\n", "c\nb\n"],
        ["$d", "a\nb\n", "a\n"],
        ["2q", "a\nb\nc\n", "a\nb\n"],
        ["s/[/]x/y/", "a/x\n", "ay\n"],
    ];
    for (const [script, text, expected] of known) {
        it(`changes known lines as ${script} does`, () => {
            assert.equal(edited(script, false, text), expected);
        });
    }

    it("does not know the result for text next to a Match", () => {
        assert.equal(edited("/^Match User x/a ClientAliveInterval 0"), undefined);
    });

    it("takes no longer for an expression on which a backtracking engine hangs", () => {
        const started = process.cpuUsage();
        edited("s/^(\\s*#?\\s*)*ClientAliveInterval/x/", true, `#${" ".repeat(3000)}y\n`);
        assert.ok(process.cpuUsage(started).user < 2e6);
    });
});
