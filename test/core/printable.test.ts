import assert from "node:assert/strict";
import fc from "fast-check";
import { printable } from "../../core/printable";

describe("text from another machine", () => {
    it("is unchanged if it is plain, in any language", () => {
        for (const text of ["", "ClientAliveInterval 120", "/srv/Übung/漢字/😀 it's", "a\\u001b[0m", "é"])
            assert.equal(printable(text), text);
    });

    it("loses escape sequences whole, in both of their forms", () => {
        const sequences = [
            "\u001b[31m",
            "\u001b[2J\u001b[H",
            "\u009b1;31m",
            "\u001b[?25l",
            "\u001bc",
            "\u001b(B",
            "\u001b7",
            "\u001b]0;a title\u0007",
            "\u001b]8;;https://example.com\u001b\\",
            "\u009d52;c;ZXZpbA==\u009c",
            "\u001bP+q544e\u001b\\",
            "\u001b_x\u001b\\",
        ];
        for (const sequence of sequences) assert.equal(printable(`a${sequence}b`), "ab", JSON.stringify(sequence));
    });

    it("is one line without characters that hide, reverse or delete text", () => {
        assert.equal(printable("a\r\nb\tc\u2028d"), "a b c d");
        for (const character of ["\u0000", "\b", "\u007f", "\u0085", "\u202e", "\u2066", "\u200b", "\ufeff", "\ud800"])
            assert.equal(printable(`a${character}b`), "a\u{fffd}b", JSON.stringify(character));

        // An escape sequence that is truncated, or contains another one.
        for (const text of ["\u001b", "\u001b[", "\u001b]0;never ended", "\u001b\u001b[31m[31m"])
            assert.doesNotMatch(printable(text), /\p{C}/u, JSON.stringify(text));
    });

    it("has no control characters left", () => {
        fc.assert(
            fc.property(fc.string({ unit: "binary" }), (text) => {
                const plain = printable(text);
                assert.doesNotMatch(plain, /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
                assert.equal(printable(plain), plain);
            }),
        );
    });
});
