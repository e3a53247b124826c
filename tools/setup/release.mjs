// Prints the section of CHANGELOG.md for a version, given as a tag. Fails unless tag, package, plugins and changelog agree.
//
//   node tools/setup/release.mjs v0.2.0        check, and print
//   node tools/setup/release.mjs --set-plugins write the package's version into the plugins and the document that names it (npm version)
import * as fs from "node:fs";
import * as path from "node:path";

const root = path.join(import.meta.dirname, "../..");
const read = (file) => fs.readFileSync(path.join(root, file), "utf8");
const { name, version, repository } = JSON.parse(read("package.json"));
const plugins = ["plugin/package.json", "plugin/aws/package.json"];
/** This document contains the packed tarball's name. */
const installation = "docs/installation-configuration.md";

if (process.argv[2] === "--set-plugins") setPlugins();
else print(process.argv[2]);

function setPlugins() {
    for (const file of plugins) {
        const manifest = JSON.parse(read(file));
        manifest.version = version;
        manifest.dependencies[name] = version;
        fs.writeFileSync(path.join(root, file), `${JSON.stringify(manifest, undefined, 4)}\n`);
        const schema = path.join(path.dirname(file), "schema.json");
        const text = read(schema).replace(/"version": "[^"]*"/, `"version": "${version}"`);
        fs.writeFileSync(path.join(root, schema), text);
    }
    const tarball = new RegExp(`${name}-\\d\\S*\\.tgz`, "g");
    fs.writeFileSync(path.join(root, installation), read(installation).replaceAll(tarball, `${name}-${version}.tgz`));
}

function print(tag) {
    const wrong = [
        ...(tag === `v${version}` ? [] : [`the tag is ${tag}, the package ${version}`]),
        ...plugins
            .filter((file) => JSON.parse(read(file)).version !== version)
            .map((file) => `${file} has another version`),
    ];
    // The repository's address is only there. npm derives homepage and bugs from it, and provenance requires it.
    if (repository === undefined)
        wrong.push("package.json has no repository: npm pkg set repository=github:OWNER/NAME");
    const part = read("CHANGELOG.md")
        .split(/^## /m)
        .find((each) => each.startsWith(`${version} `) || each.startsWith(`${version}\n`));
    if (part === undefined) wrong.push(`CHANGELOG.md has no section "## ${version}"`);
    if (wrong.length > 0) {
        console.error(wrong.join("\n"));
        process.exit(1);
    }
    console.log(part.split("\n").slice(1).join("\n").trim());
}
