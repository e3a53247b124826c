import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, isAbsolute, join } from "node:path";
import { asset } from "@pulumi/pulumi";
import { parse } from "yaml";
import { isRecord } from "./known";

/** A file of an asset or archive: its name in an archive, and its text. */
export interface AssetFile {
    name?: string;
    text: string;
}

const largest = 1_000_000;

/**
 * The texts of an asset: its own, or those of a file on this machine. What cannot be read here is left out. Assets are
 * told apart by what they hold, not by their class, of which another copy of the SDK would have another.
 */
export async function assetFiles(source: unknown, name?: string): Promise<AssetFile[]> {
    if (asset.Archive.isInstance(source)) {
        const assets = (await raw<Record<string, unknown>>(source, "assets")) ?? {};
        const files = await Promise.all(Object.entries(assets).map(([key, each]) => assetFiles(each, key)));
        return files.flat();
    }
    if (!asset.Asset.isInstance(source)) {
        return [];
    }
    const [text, path] = [await raw<string>(source, "text"), await raw<string>(source, "path")];
    if (text !== undefined) {
        return [named(name, text)];
    }
    const content = path === undefined ? undefined : localText(path);
    return path === undefined || content === undefined ? [] : [named(name ?? path.replace(/^.*\//, ""), content)];
}

function named(name: string | undefined, text: string): AssetFile {
    return name === undefined ? { text } : { name, text };
}

/** A property as it is: the engine's wrapper around the asset would wrap the promise too, which then cannot be awaited. */
async function raw<Value>(holder: object, property: string): Promise<Value | undefined> {
    return (await Object.getOwnPropertyDescriptor(holder, property)?.value) as Value | undefined;
}

/** The text of a file that a program names; a relative path is meant from the program's folder. */
export function localText(path: string): string | undefined {
    const folder = isAbsolute(path) ? "/" : programFolder();
    try {
        const whole = folder === undefined ? "" : join(isAbsolute(path) ? "" : folder, path);
        return statSync(whole).size <= largest ? readFileSync(whole, "utf8") : undefined;
    } catch {
        return undefined; // it may be made by the program, or lie on another machine
    }
}

/** The folder of the program that is judged: the nearest project of the right name, from where pulumi was called. */
function programFolder(): string | undefined {
    for (let folder = process.env.PWD ?? "/"; ; folder = dirname(folder)) {
        const file = join(folder, "Pulumi.yaml");
        if (existsSync(file)) {
            const project: unknown = parse(readFileSync(file, "utf8"));
            const name = process.env.PULUMI_PROJECT ?? process.env.PULUMI_NODEJS_PROJECT;
            if (!isRecord(project) || (name !== undefined && project.name !== name)) {
                return undefined;
            }
            const main = typeof project.main === "string" ? join(folder, project.main) : folder;
            return existsSync(main) && statSync(main).isFile() ? dirname(main) : main;
        }
        if (folder === dirname(folder)) {
            return undefined;
        }
    }
}
