import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { asset } from "@pulumi/pulumi";
import { parse } from "yaml";
import { rejecting, violations } from "./support";

interface Entry {
    name: string;
    type: string;
    props?: Record<string, unknown>;
    encoded?: { property: string; as: "base64" | "gzip"; text: string };
    asset?: string;
    archive?: Record<string, string>;
    findings: string[];
    /** Whether the text names settings and cannot be read in full; undefined if that is not checked. */
    reported?: boolean;
}

const folder = join(__dirname, "..", "corpus", "policies");
const files = readdirSync(folder).filter((name) => name.endsWith(".yaml"));
const corpus = files.map((file) => ({ file, entries: parse(readFileSync(join(folder, file), "utf8")) as Entry[] }));

describe("the corpus of texts that reach hosts", () => {
    for (const { file, entries } of corpus) {
        describe(file, () => {
            for (const entry of entries) {
                it(`${entry.findings.length > 0 ? "rejects" : "lets through"} ${entry.name}`, async () => {
                    const resource = { type: entry.type, props: propsOf(entry) };
                    const found = await rejecting(resource);
                    assert.deepEqual(found.sort(), [...entry.findings].sort());
                    if (entry.reported === undefined) return;

                    const reports = await violations("keepalive-text-read", resource);
                    assert.equal(reports.length > 0, entry.reported, reports.join());
                });
            }
        });
    }

    it("has at least 60 entries, half of them harmless", () => {
        const entries = corpus.flatMap((each) => each.entries);
        const harmless = entries.filter(({ findings }) => findings.length === 0);
        assert.ok(entries.length >= 60, String(entries.length));
        assert.ok(harmless.length >= 30 && entries.length - harmless.length >= 30, String(harmless.length));
    });
});

function propsOf({ props = {}, encoded, asset: text, archive }: Entry): Record<string, unknown> {
    if (encoded !== undefined) {
        const bytes = encoded.as === "gzip" ? gzipSync(encoded.text) : Buffer.from(encoded.text);
        return { ...props, [encoded.property]: bytes.toString("base64") };
    }
    if (text !== undefined) return { ...props, source: new asset.StringAsset(text) };

    if (archive !== undefined) {
        const assets = Object.entries(archive).map(([name, each]) => [name, new asset.StringAsset(each)]);
        return { ...props, source: new asset.AssetArchive(Object.fromEntries(assets) as asset.AssetMap) };
    }
    return props;
}
