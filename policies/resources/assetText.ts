import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, isAbsolute, join } from "node:path";
import { asset } from "@pulumi/pulumi";
import { parse } from "yaml";
import { isRecord } from "../../core/validate/shape";

/** A file of an asset or archive. */
export interface AssetFile {
    /** Its name, or its path in an archive; inline text has none. */
    name?: string;
    text: string;
    /** Whether it is one of an archive's files. */
    packed: boolean;
}

/** The size limit for a file, and for the files of a folder. */
const largest = 1_000_000;
const most = 200;

/**
 * The texts of an asset: its inline text, or those of a file on this machine. Unreadable assets are left out. The kind
 * of an asset is recognized by its properties, not by its class, because another copy of the SDK has a different class.
 */
export async function assetFiles(source: unknown): Promise<AssetFile[]> {
    if (asset.Archive.isInstance(source)) {
        const assets = Object.entries((await raw<Record<string, unknown>>(source, "assets")) ?? {});
        const files = await Promise.all(assets.map(async ([name, each]) => packed(name, await assetFiles(each))));
        const path = await raw<string>(source, "path");
        return [...files.flat(), ...(path === undefined ? [] : folderFiles(path))];
    }
    if (!asset.Asset.isInstance(source)) return [];

    const text = await raw<string>(source, "text");
    const path = await raw<string>(source, "path");
    if (text !== undefined) return [{ text, packed: false }];

    const content = path === undefined ? undefined : localText(path);
    return path === undefined || content === undefined ? [] : [{ name: basename(path), text: content, packed: false }];
}

/** Files under the name that they have in an archive. */
function packed(name: string, files: readonly AssetFile[]): AssetFile[] {
    return files.map((file) => ({
        name: file.packed && file.name !== undefined ? join(name, file.name) : name,
        text: file.text,
        packed: true,
    }));
}

/** The configuration files of a folder; a packed archive is not opened. */
function folderFiles(path: string): AssetFile[] {
    try {
        const folder = localPath(path);
        if (folder === undefined || !statSync(folder).isDirectory()) return [];

        const names = readdirSync(folder, { recursive: true, encoding: "utf8" })
            .filter((name) => /(\.conf|(^|\/)sshd_config)$/.test(name))
            .slice(0, most);
        return names.flatMap((name) => {
            const text = localText(join(folder, name));
            return text === undefined ? [] : [{ name, text, packed: true }];
        });
    } catch {
        return [];
    }
}

/** A property as it is: the engine's wrapper around the asset would wrap the promise too, which then cannot be awaited. */
async function raw<Value>(holder: object, property: string): Promise<Value | undefined> {
    return (await Object.getOwnPropertyDescriptor(holder, property)?.value) as Value | undefined;
}

/** The text of a file that a program names, if it exists: the program may create it, or it may be on another machine. */
export function localText(path: string): string | undefined {
    try {
        const whole = localPath(path);
        return whole !== undefined && statSync(whole).size <= largest ? readFileSync(whole, "utf8") : undefined;
    } catch {
        return undefined;
    }
}

/** Resolves a relative path from the program's folder. */
function localPath(path: string): string | undefined {
    const folder = isAbsolute(path) ? "" : programFolder();
    return folder === undefined ? undefined : join(folder, path);
}

/** The folder of the checked program: the nearest project of the right name, from where pulumi was called. */
function programFolder(): string | undefined {
    for (let folder = process.env.PWD ?? "/"; ; folder = dirname(folder)) {
        const file = join(folder, "Pulumi.yaml");
        if (existsSync(file)) {
            const project: unknown = parse(readFileSync(file, "utf8"));
            const name = process.env.PULUMI_PROJECT ?? process.env.PULUMI_NODEJS_PROJECT;
            if (!isRecord(project) || (name !== undefined && project.name !== name)) return undefined;

            const main = typeof project.main === "string" ? join(folder, project.main) : folder;
            return existsSync(main) && statSync(main).isFile() ? dirname(main) : main;
        }
        if (folder === dirname(folder)) return undefined;
    }
}
