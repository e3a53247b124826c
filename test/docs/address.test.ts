import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { manifestAbove, schemaFacts, webAddress } from "../../components/packageFacts";
import { withBadges } from "../../tools/docs/badges";

const root = join(__dirname, "../..");
const own = manifestAbove(root);
const readme = readFileSync(join(root, "README.md"), "utf8");

describe("the project's address in package.json", () => {
    for (const repository of [
        "github:acme/keepalive.js",
        "acme/keepalive.js",
        "https://github.com/acme/keepalive.js",
        "git+https://github.com/acme/keepalive.js.git",
        "git@github.com:acme/keepalive.js.git",
        { url: "git+ssh://git@github.com/acme/keepalive.js.git" },
    ]) {
        it(`may be ${JSON.stringify(repository)}`, () => {
            assert.equal(webAddress({ name: "x", repository }), "https://github.com/acme/keepalive.js");
        });
    }

    it("gives the README its badges, once, and takes them away again", () => {
        const there = withBadges(readme, { ...own, repository: "github:acme/keepalive" });
        assert.match(
            there,
            /^# .*\n\n\[!\[npm\].*\n\[!\[CI\].*\(https:\/\/github\.com\/acme\/keepalive\/actions.*\)\n\n\w/,
        );
        assert.equal(withBadges(there, { ...own, repository: "github:acme/keepalive" }), there);
        const { repository, ...without } = { ...own, repository: "" };
        assert.equal(repository, "");
        assert.doesNotMatch(withBadges(there, without), /\[!\[/);
        assert.equal(withBadges(withBadges(readme, without), own), readme);
    });

    it("is the same in the README as in package.json", () => {
        assert.equal(withBadges(readme, own), readme);
    });

    it("gives the schemas homepage and repository, besides author, license and keywords", () => {
        const facts = schemaFacts({ ...own, author: "Ann <ann@example.com>", repository: "github:acme/keepalive" });
        assert.deepEqual(facts, {
            publisher: "Ann",
            license: own.license,
            keywords: own.keywords,
            homepage: "https://github.com/acme/keepalive",
            repository: "https://github.com/acme/keepalive",
        });
    });
});
