import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { allMessages } from "../../tools/docs/messages";
import { troubleshooting } from "../../tools/docs/troubleshooting";
import { repository } from "../support/engine";

describe("docs/troubleshooting.md", () => {
    const document = fs.readFileSync(path.join(repository, "docs/troubleshooting.md"), "utf8");

    it("has every message of the sources, with what to do about it (npm run docs writes it)", () => {
        assert.equal(document, troubleshooting());
        assert.doesNotMatch(document, /\|\s*\|$/m);
    });

    it("is made from messages of every part", () => {
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
