import assert from "node:assert/strict";
import { unknownText } from "../../../../policies/parsers/unknown";
import { editWithSed } from "../../../../policies/parsers/shell/sed";

function edited(script: string, extended = false, text = "", whole = false): string {
    return editWithSed({ text, whole }, [script], extended).text;
}

describe("sed -i on a file as distributions ship it", () => {
    const cases: [string, string, boolean, string][] = [
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
        ["3,5s/^#ClientAliveInterval.*/ClientAliveInterval 5/", "a range, which is not read", false, ""],
        [
            "s/^#ClientAliveInterval.*/ClientAliveInterval 5/e",
            "a flag that runs commands, which is not read",
            false,
            "",
        ],
        ["s/ClientAliveInterval.*/\\U&/", "a case conversion, which is not read", false, ""],
    ];
    for (const [script, what, extended, expected] of cases) {
        it(`reads ${what}`, () => {
            assert.equal(edited(script, extended), expected);
        });
    }

    it("edits the lines that are known", () => {
        assert.equal(edited("s/5/6/g", false, "a 55\nb\n", true), "a 66\nb\n");
        assert.equal(edited("/b/d", false, "a\nb\n", true), "a\n");
        assert.equal(edited("/a/a c", false, "a\nb\n", true), "a\nc\nb\n");
    });

    it("does not know the whole file after a script that it cannot read", () => {
        assert.equal(editWithSed({ text: "a\n", whole: true }, ["y/a/b/"], false).whole, false);
    });
});
