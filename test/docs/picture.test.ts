import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { picture } from "../../tools/docs/picture";

const file = join(__dirname, "../../docs/keepalive.svg");

describe("the README's picture", () => {
    it("matches the timing model (UPDATE_DOCS=1 npm test writes it)", () => {
        if (process.env["UPDATE_DOCS"] === "1") writeFileSync(file, picture());
        else assert.equal(readFileSync(file, "utf8"), picture());
    });
});
