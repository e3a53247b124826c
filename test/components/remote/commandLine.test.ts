import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { becomeNames, becomeOf } from "../../../components/inputs/connection/become";
import { commandLine, idsIn } from "../../../components/remote/commandLine";
import { launcher } from "../../../components/remote/packing";
import { shellQuote } from "../../../core/render/shellQuote";

/** Any text that can be a program's argument: no NUL character, and no unpaired surrogates. */
const argument = fc
    .oneof(
        fc.string({ unit: "grapheme" }),
        fc.string({ unit: fc.constantFrom(..."'\"\\$`;&|<>(){}[]*?!#~ \t\n\r-=%@a") }),
        fc.constantFrom("", "'", "''", "$(touch /tmp/x)", "a'b", "\n", "-n", "--", "é", "\u0001"),
    )
    .filter((text) => !text.includes("\0"));

/**
 * Splits lines into words with a real shell. Each word has a mark before it, because an empty word would end a line.
 */
function wordsIn(lines: readonly string[]): string[][] {
    const script = lines.map((line) => `printf '=%s\\0' ${line}; printf '\\0'`).join("\n");
    const printed = execFileSync("sh", ["-s"], { input: script, encoding: "utf8" });
    return printed
        .split("\0\0")
        .slice(0, -1)
        .map((line) => line.split("\0").map((word) => word.slice(1)));
}

describe("shellQuote", () => {
    it("passes any words through a real shell unchanged", () => {
        const lines = fc.array(fc.array(argument, { minLength: 1, maxLength: 6 }), { minLength: 50, maxLength: 100 });
        fc.assert(
            fc.property(lines, (words) => {
                assert.deepEqual(wordsIn(words.map((line) => line.map(shellQuote).join(" "))), words);
            }),
            { numRuns: 10 },
        );
    });

    it("leaves plain words unquoted", () => {
        for (const word of ["apply", "--owner", "a/b/c", "user@host", "10%", "x=1", "1.5", "a:b,c+d"])
            assert.equal(shellQuote(word), word);

        assert.equal(shellQuote(""), "''");
        assert.equal(shellQuote("a b"), "'a b'");
        assert.equal(shellQuote("it's"), "it\\'s");
        assert.equal(shellQuote("!a*"), "\\!'a*'");
    });
});

describe("the command line of the host program", () => {
    it("has the verb and each setting as separate words", () => {
        const settings = ["ClientAliveInterval 120", "ChannelTimeout session:*=900"];
        const options = { become: "sudo", owner: "p/s/n", host: "web1", takeOver: true, run: "7", settings };
        const [line = "", id = ""] = commandLine("apply", options).split(" --id=");
        assert.equal(
            line,
            `sudo -n sh -c '${launcher}' keepalive apply 'ClientAliveInterval 120' 'ChannelTimeout session:*=900' --owner p/s/n --host web1 --take-over --run=7`,
        );
        assert.match(id, /^[0-9a-f]{12}$/);
        assert.equal(
            commandLine("restore", { become: "none", owner: "p/s/n" }),
            `sh -c '${launcher}' keepalive restore --owner p/s/n`,
        );
    });

    it("has an identifier of its whole content, which its report repeats", () => {
        const options = { become: "none", owner: "p/s/n", host: "web1", settings: ["ClientAliveInterval 120"] };
        const others = [{ owner: "p/s/m" }, { host: "web2" }, { takeOver: true }, { run: "1" }, { settings: ["X 1"] }];
        const lines = [
            commandLine("apply", options),
            commandLine("check", options),
            ...others.map((other) => commandLine("apply", { ...options, ...other })),
        ];
        const ids = idsIn([undefined, ...lines]);
        assert.equal(new Set(ids).size, lines.length);
        assert.deepEqual(idsIn([commandLine("apply", { ...options, become: "sudo" })]), ids.slice(0, 1));
        // Here, --id= is part of another word.
        assert.deepEqual(
            idsIn([commandLine("apply", { ...options, host: undefined as never, owner: "a --id=1f" })]),
            [],
        );
    });

    it("has any owner as one word, after its option", () => {
        fc.assert(
            fc.property(fc.array(argument, { minLength: 50, maxLength: 100 }), (owners) => {
                const lines = owners.map((owner) => commandLine("apply", { become: "none", owner, settings: ["X 1"] }));
                assert.deepEqual(
                    wordsIn(lines),
                    owners.map((owner) => ["sh", "-c", launcher, "keepalive", "apply", "X 1", "--owner", owner]),
                );
            }),
            { numRuns: 10 },
        );
    });

    it("never waits for a password", () => {
        for (const become of becomeNames.filter((name) => name !== "none"))
            assert.ok(commandLine("restore", { become, owner: "o" }).startsWith(`${become} -n sh `));
    });

    it("becomes root through sudo, unless it is root or configured otherwise", () => {
        assert.equal(becomeOf(undefined, undefined), "none");
        assert.equal(becomeOf(undefined, "root"), "none");
        assert.equal(becomeOf(undefined, "admin"), "sudo");
        assert.equal(becomeOf("doas", "admin"), "doas");
        assert.equal(becomeOf("sudo", "root"), "sudo");
    });
});
