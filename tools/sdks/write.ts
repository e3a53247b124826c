/**
 * Compares the policy pack's table of types with the providers' SDKs: writes test/support/policies/sdkProperties.json,
 * with the shape that the newest SDK of each provider has at each path of the table. `npx tsx tools/sdks/write.ts
 * FOLDER` downloads the SDKs into the folder, about 2 GB unpacked, unless they are there. It runs none of them, and
 * none is a dependency.
 */
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { resourceTypeRows } from "../../policies/resources/resourceTypes";
import { older, typesOfDedicatedCode, sdks } from "./packages";
import { type Shape, typeIn } from "./sdk";

const [folder = ""] = process.argv.slice(2);
if (folder === "") throw new Error("usage: npx tsx tools/sdks/write.ts FOLDER");

const properties = new Map<string, string[]>();
for (const { types, texts: all } of [...resourceTypeRows, ...typesOfDedicatedCode]) {
    const paths = all.flatMap(({ path: at, where }) => [
        at,
        ...(where === undefined ? [] : [[...at.slice(0, -1), where.property]]),
    ]);
    types.forEach((type) => properties.set(type, [...new Set(paths.map((each) => each.join("/")))]));
}
const missing: string[] = [];
const entries = [...properties]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([type, paths]) => [type, entryOf(type, paths)]);
if (missing.length > 0) throw new Error(`these are not in the SDKs:\n${missing.join("\n")}`);

const target = path.join(__dirname, "../../test/support/policies/sdkProperties.json");
const lines = entries.map(([type, entry]) => `${JSON.stringify(type)}: ${JSON.stringify(entry)}`);
fs.writeFileSync(target, `{\n${lines.join(",\n")}\n}\n`);
execFileSync("npx", ["prettier", "--write", target], { stdio: "ignore" });

function entryOf(type: string, paths: readonly string[]): { from: string; paths: Record<string, Shape> } | undefined {
    const sdk = unpacked(type);
    const found = typeIn(sdk.folder, type);
    const shapes = paths.map((each) => [each, found?.shapeAt(each.split("/"))] as const);
    shapes.filter(([, shape]) => shape === undefined).forEach(([each]) => missing.push(`${type} ${each}`));
    return found && { from: `${sdk.name} ${found.file}`, paths: Object.fromEntries(shapes) as Record<string, Shape> };
}

function unpacked(type: string): { name: string; folder: string } {
    const { registry, name } = older[type] ?? sdks[type.split(":")[0] ?? ""] ?? fail(`${type}: no SDK is known`);
    const own = path.join(path.resolve(folder), name.replace(/[^\w.-]/g, "_"));
    if (!fs.existsSync(path.join(own, "version.txt"))) {
        fs.mkdirSync(own, { recursive: true });
        (registry === "npm" ? fromNpm : fromPyPi)(name, own);
    }
    return { name: fs.readFileSync(path.join(own, "version.txt"), "utf8"), folder: path.join(own, "sdk") };
}

function fromNpm(name: string, own: string): void {
    const file = run("npm", ["pack", "--silent", name], own).trim();
    fs.mkdirSync(path.join(own, "sdk"));
    run("tar", ["-xzf", file, "-C", "sdk", "--strip-components=1"], own);
    fs.rmSync(path.join(own, file));
    const found = JSON.parse(fs.readFileSync(path.join(own, "sdk/package.json"), "utf8")) as Record<string, string>;
    fs.writeFileSync(path.join(own, "version.txt"), `${found.name}@${found.version?.replace(/^v/, "")}`);
}

function fromPyPi(name: string, own: string): void {
    try {
        run("pip", ["download", "--quiet", "--no-deps", "--only-binary", ":all:", name], own);
    } catch {
        run("pip", ["download", "--quiet", "--no-deps", "--no-binary", ":all:", name], own);
    }
    const file =
        fs.readdirSync(own).find((each) => /\.(whl|gz)$/.test(each)) ?? fail(`${name}: nothing was downloaded`);
    fs.mkdirSync(path.join(own, "sdk"));
    if (file.endsWith(".whl")) run("unzip", ["-q", file, "-d", "sdk"], own);
    else run("tar", ["-xzf", file, "-C", "sdk", "--strip-components=1"], own);

    fs.rmSync(path.join(own, file));
    const version = /-([0-9][^-]*?)(?:-py.*\.whl|\.tar\.gz)$/.exec(file)?.[1];
    fs.writeFileSync(path.join(own, "version.txt"), `${name}==${version}`);
}

function run(command: string, args: readonly string[], cwd: string): string {
    return execFileSync(command, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

function fail(message: string): never {
    throw new Error(message);
}
