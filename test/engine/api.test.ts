import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { writeApiReference } from "../../tools/docs/apiReference";
import { apiReports } from "../../tools/docs/apiReport";
import { repository } from "../support/engine";
import { temporaryFolder } from "../support/temporaryFolder";

describe("What is public", () => {
    it("matches the reports in etc/, and all of it is exported (npm run docs writes them)", () => {
        for (const [file, text] of Object.entries(apiReports())) {
            assert.equal(fs.readFileSync(path.join(repository, "etc", file), "utf8"), text);
            assert.doesNotMatch(text, /ae-forgotten-export|undocumented/);
        }
    });

    it("matches the reference in docs/api (npm run docs writes it)", () => {
        const folder = temporaryFolder();
        writeApiReference(folder);
        const read = (from: string): string[][] =>
            fs
                .readdirSync(from)
                .sort()
                .map((name) => [name, fs.readFileSync(path.join(from, name), "utf8")]);
        assert.deepEqual(read(path.join(repository, "docs/api")), read(folder));
    });
});
