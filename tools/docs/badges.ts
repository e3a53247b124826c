import * as fs from "node:fs";
import * as path from "node:path";
import { type Manifest, webAddress } from "../../components/packageFacts";

const root = path.join(__dirname, "../..");

/** The README with badges below its title, or with none where package.json names no repository yet. */
export function withBadges(readme: string, manifest: Manifest): string {
    const [title = "", ...rest] = readme.split("\n\n");
    const text = rest.filter((paragraph) => !paragraph.startsWith("[!["));
    return [title, ...badges(manifest), ...text].join("\n\n");
}

function badges(manifest: Manifest): string[] {
    const address = webAddress(manifest);
    if (address === undefined) return [];
    const npm = `https://www.npmjs.com/package/${manifest.name}`;
    const ci = `${address}/actions/workflows/ci.yml`;
    return [
        [
            `[![npm](https://img.shields.io/npm/v/${manifest.name})](${npm})`,
            `[![CI](${ci}/badge.svg?branch=main)](${ci})`,
        ].join("\n"),
    ];
}

/** Writes the README's badges. */
export function writeBadges(manifest: Manifest): void {
    const file = path.join(root, "README.md");
    fs.writeFileSync(file, withBadges(fs.readFileSync(file, "utf8"), manifest));
}
