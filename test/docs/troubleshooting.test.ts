import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { families } from "../../tools/docs/causes";
import { allMessages } from "../../tools/docs/messages";
import { explain, isMessage, troubleshooting } from "../../tools/docs/troubleshooting";
import { repository } from "../support/engine/environment";

describe("docs/troubleshooting.md", () => {
    const document = fs.readFileSync(path.join(repository, "docs/troubleshooting.md"), "utf8");

    it("has every message of the sources, with its cause and what to do about it (npm run docs writes it)", () => {
        assert.equal(document, troubleshooting());
        assert.doesNotMatch(document, /\|[ \t]*\|/);
        const rows = document.split("\n").filter((line) => line.startsWith("| "));
        const short = rows.filter((line) => line.split(/(?<!\\)\|/).length !== 5);
        assert.deepEqual(short, []);
    });

    it("has no family without a message, and accepts no message without a cause", () => {
        const explained = allMessages().filter(({ text }) => isMessage(text));
        const causes = new Set(explained.map(({ text }) => explain(text)[0]));
        assert.deepEqual(
            families.filter(({ cause }) => !causes.has(cause)),
            [],
        );
        assert.throws(() => explain("the moon is in the wrong phase"), /matches this message; add one/);
    });

    it("covers the messages of every part", () => {
        const files = allMessages().map(({ file }) => file);
        for (const part of [
            "components/shell/server",
            "components/shell/client",
            "components/inputs",
            "core/validate",
            "cli",
            "policies",
        ])
            assert.ok(files.filter((file) => file.startsWith(part)).length >= 5, part);
    });
});
