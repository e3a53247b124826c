import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { followUserData } from "../../../policies/parsers/cloudInit";
import { readConfigFiles } from "../../../policies/parsers/configFiles";
import { newShell, runScript } from "../../../policies/parsers/shell/run";
import { readSshdConfig } from "../../../policies/parsers/sshdConfig";
import { followSsmDocument } from "../../../policies/parsers/ssmDocument";
import { readSysctl } from "../../../policies/parsers/sysctl";

const corpus = join(__dirname, "..", "..", "corpus", "policies");
const texts = readdirSync(corpus).map((name) => readFileSync(join(corpus, name), "utf8"));

/** Pieces of the corpus, in any order, with anything between them: near to what is read, and never quite right. */
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
    for (const nested of ["[", "{a: ", "- ", "? ", "a:\n "]) {
        it(`comes back from endless ${JSON.stringify(nested)}`, () => {
            for (const text of [`#cloud-config\n${nested.repeat(60_000)}`, `#cloud-config\n${nested.repeat(300)}`]) {
                assert.equal(followUserData(text).all().size, 0);
                assert.equal(followSsmDocument(text).all().size, 0);
            }
        });
    }

    for (const nested of ["(", "{ ", "$(", "if ", "a && ", "f() { ", "cat <<E\n"]) {
        it(`comes back from endless ${JSON.stringify(nested)}`, () => {
            assert.equal(typeof runScript(nested.repeat(20_000), "", newShell()), "string");
        });
    }

    const readers: Record<string, (text: string) => unknown> = {
        "a script": (text) => runScript(text, text, newShell()),
        "user data": (text) => readConfigFiles(followUserData(text)),
        "a cloud-config": (text) => readConfigFiles(followUserData(`#cloud-config\n${text}`)),
        "a multipart": (text) =>
            followUserData(
                `Content-Type: multipart/mixed; boundary=b\n\n--b\n${text}\n--b\n#!/bin/sh\n${text}\n--b--\n`,
            ),
        "an SSM document": (text) => readConfigFiles(followSsmDocument(text)),
        "an sshd_config": readSshdConfig,
        "a sysctl file": readSysctl,
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
