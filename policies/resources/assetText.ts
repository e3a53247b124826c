import { existsSync, opendirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, isAbsolute, join } from "node:path";
import { asset } from "@pulumi/pulumi";
import { parse } from "yaml";
import { isRecord } from "../../core/records";

/** A file of an asset or archive. */
export interface AssetFile {
    /** Its name, or its path in an archive; inline text has none. */
    name?: string;
    /** Undefined if it cannot be read here. */
    text: string | undefined;
    /** Whether it is one of an archive's files. */
    packed: boolean;
}

/** The size limit for a file, and how many files and entries of a folder are read. */
const maxBytes = 1_000_000;
const maxFiles = 200;
const maxEntries = 5_000;

/**
 * The texts of an asset: its inline text, or those of a file on this machine. The kind of an asset is recognized by its
 * properties, not by its class, because another copy of the SDK has a different class.
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

    return [path === undefined ? { text, packed: false } : fileAt(path)];
}

/** A file on this machine, under its own name. */
export function fileAt(path: string): AssetFile {
    return { name: basename(path), text: localText(path), packed: false };
}

/** Files under the name that they have in an archive. */
function packed(name: string, files: readonly AssetFile[]): AssetFile[] {
    return files.map((file) => ({
        name: file.packed && file.name !== undefined ? join(name, file.name) : name,
        text: file.text,
        packed: true,
    }));
}

/**
 * The configuration files and scripts of a folder, each under its path in the folder and under its path with the folder:
 * only the host knows whether the copied folder exists there. A packed archive is copied as one file, and is not opened.
 */
function folderFiles(path: string): AssetFile[] {
    try {
        const folder = localPath(path);
        if (folder === undefined || !statSync(folder).isDirectory()) return [];

        return namesIn(folder)
            .filter((name) => /\.(conf|sh|bash)$|(^|\/)sshd_config$/.test(name))
            .slice(0, maxFiles)
            .flatMap((name) => {
                const file = { text: localText(join(folder, name)), packed: true };
                return [
                    { name, ...file },
                    { name: join(basename(folder), name), ...file },
                ];
            });
    } catch {
        return [];
    }
}

/** The paths of the files below a folder, in order; a folder with more entries than are read has no further ones. */
function namesIn(folder: string): string[] {
    const names: string[] = [];
    let entries = 0;
    for (const pending = [""]; pending.length > 0;) {
        const inside = pending.shift()!;
        const open = opendirSync(join(folder, inside));
        for (let entry = open.readSync(); entry !== null && entries < maxEntries; entry = open.readSync(), entries++) {
            const name = join(inside, entry.name);
            if (entry.isDirectory()) pending.push(name);
            else names.push(name);
        }
        open.closeSync();
    }
    return names.sort();
}

/** A property as it is: the engine's wrapper around the asset would wrap the promise too, which then cannot be awaited. */
async function raw<Value>(holder: object, property: string): Promise<Value | undefined> {
    return (await Object.getOwnPropertyDescriptor(holder, property)?.value) as Value | undefined;
}

/** The text of a file that a program names, if it exists: the program may create it, or it may be on another machine. */
function localText(path: string): string | undefined {
    try {
        const whole = localPath(path);
        return whole !== undefined && statSync(whole).size <= maxBytes ? readFileSync(whole, "utf8") : undefined;
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
