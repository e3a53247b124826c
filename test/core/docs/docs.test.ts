import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { tables } from "./tables";

const folder = join(__dirname, "..", "..", "..", "docs");
const documents = ["timing.md", "network-path.md", "profiles.md", "settings.md", "reference.md"];
const marker = /<!-- table: (\S+) -->\n([^]*?)<!-- end -->/g;

describe("the tables of the documentation", () => {
    for (const document of documents) {
        it(`${document} matches the code (UPDATE_DOCS=1 npm test writes it)`, () => {
            const path = join(folder, document);
            const text = readFileSync(path, "utf8");
            const written = text.replace(marker, (_, name: string) => {
                const table = tables[name] ?? assert.fail(`there is no table ${name}`);
                return `<!-- table: ${name} -->\n\n${table()}\n\n<!-- end -->`;
            });
            if (process.env.UPDATE_DOCS === "1") writeFileSync(path, written);
            else assert.equal(text, written);
        });
    }

    it("each appear once", () => {
        const used = documents.flatMap((document) =>
            [...readFileSync(join(folder, document), "utf8").matchAll(marker)].map(([, name]) => name),
        );
        assert.deepEqual(used.sort(), Object.keys(tables).sort());
    });
});
