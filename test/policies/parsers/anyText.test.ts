import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { readFile, readScript, readSsmDocument, readUserData } from "../../../policies/parsers/read";
import { readSshdConfig } from "../../../policies/parsers/sshd/config";
import { readSysctl } from "../../../policies/parsers/sysctl";

const corpus = join(__dirname, "..", "..", "corpus", "policies");
const texts = readdirSync(corpus).map((name) => readFileSync(join(corpus, name), "utf8"));

/** Pieces of the corpus in any order, with any text between them: almost valid input. */
const piece = fc
    .tuple(fc.constantFrom(...texts), fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(120))
    .map(([text, at, length]) => text.slice(Math.floor(at * text.length)).slice(0, length));
const noise = fc.constantFrom(
    "\n",
    " ",
    "'",
    '"',
    "`",
    "$(",
    ")",
    "{",
    "}",
    "<<E\n",
    "\\",
    "|",
    ";",
    "&&",
    "\0",
    "\uE000",
    "#!/bin/sh\n",
    "#cloud-config\n",
    "Content-Type: multipart/mixed; boundary=b\n\n--b\n",
    "s/a/b/",
    "if ",
    "done\n",
    "{{",
    "!!binary ",
    "&a ",
    "*a ",
);
const anyText = fc
    .array(fc.oneof(piece, noise, fc.string({ maxLength: 10 })), { maxLength: 12 })
    .map((parts) => parts.join(""));

describe("reading any text", () => {
    it("gives up on sshd's files that include each other, and reports them", () => {
        const text = `${"Include *\nInclude /etc/ssh/*_config\n".repeat(3)}ClientAliveInterval 5\n`;
        const folder = `cat >/etc/ssh/ssh_config <<E\n${text}E\n`;
        for (const readings of [
            readFile("/etc/ssh/sshd_config", text),
            readScript(`cat >/etc/ssh/sshd_config <<E\n${text}E\n${folder}`),
        ])
            assert.match(readings.flatMap(({ unread = [] }) => unread).join("\n"), /^the parser's limits: /);
    });

    for (const nested of ["[", "{a: ", "- ", "? ", "a:\n "]) {
        it(`returns from endless ${JSON.stringify(nested)}`, () => {
            for (const text of [`#cloud-config\n${nested.repeat(60_000)}`, `#cloud-config\n${nested.repeat(300)}`]) {
                assert.deepEqual(readUserData(text), []);
                assert.deepEqual(readSsmDocument(text), []);
            }
        });
    }

    for (const nested of ["(", "{ ", "$(", "if ", "a && ", "f() { ", "cat <<E\n"]) {
        it(`returns from endless ${JSON.stringify(nested)}`, () => {
            assert.ok(Array.isArray(readScript(nested.repeat(20_000))));
        });
    }

    const readers: Record<string, (text: string) => unknown> = {
        "a script": (text) => readScript(text, { stdin: text }),
        "user data": readUserData,
        "a cloud-config": (text) => readUserData(`#cloud-config\n${text}`),
        "a multipart": (text) =>
            readUserData(`Content-Type: multipart/mixed; boundary=b\n\n--b\n${text}\n--b\n#!/bin/sh\n${text}\n--b--\n`),
        "an SSM document": readSsmDocument,
        "an sshd_config": (text) => readFile("/etc/ssh/sshd_config", text),
        "an sshd_config in itself": (text) => readSshdConfig(text),
        "a sysctl file": (text) => readSysctl(text),
    };
    for (const [what, reader] of Object.entries(readers)) {
        it(`never throws, though it were no ${what.replace(/^an? /, "")}`, () => {
            fc.assert(
                fc.property(anyText, (text) => assert.doesNotThrow(() => reader(text))),
                { numRuns: 300 },
            );
        });
    }
});
