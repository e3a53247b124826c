import { posix } from "node:path";
import { isRecord } from "../../core/validate/shape";
import { isConfig } from "../parsers/configPaths";
import { readFile } from "../parsers/read";
import { type AssetFile, assetFiles, localText } from "./assetText";
import type { Resource, Statement } from "./types";

/** The content of a file that CopyToRemote (or the older CopyFile) copies to a host. */
export async function copiedStatements(resource: Resource): Promise<Statement[]> {
    const { type, props } = resource;
    const to = props.remotePath;
    if (typeof to !== "string" || !/^command:remote:Copy(ToRemote|File)$/.test(type)) return [];

    const files = type === "command:remote:CopyFile" ? localFile(props.localPath) : await assetFiles(props.source);
    const where = type === "command:remote:CopyFile" ? "localPath" : "source";
    const targets = files.flatMap((file) => targetsOf(to, file).map((path) => ({ path, text: file.text })));
    remember(resource, targets);
    return targets.flatMap(({ path, text }) => readFile(path, text).map((reading) => ({ where, ...reading })));
}

function localFile(path: unknown): AssetFile[] {
    const text = typeof path === "string" ? localText(path) : undefined;
    return text === undefined ? [] : [{ text, packed: false }];
}

/**
 * A file is copied to the path, or into the folder at that path; only the host knows which. The same holds for a folder,
 * whose own name is ignored here: the relevant files are in folders with a fixed name.
 */
function targetsOf(to: string, { name, packed }: AssetFile): string[] {
    const inside = name === undefined ? [] : [posix.join(to, name)];
    return packed ? inside : [to, ...inside];
}

interface Target {
    path: string;
    text: string;
}

/** The files copied to each address, by resource: a Command there may move them to where they take effect. */
const copied = new Map<string, Map<string, readonly Target[]>>();

/** Relevant files are checked where they are copied, and not again for commands that run there later. */
function remember({ urn, props }: Resource, targets: readonly Target[]): void {
    const host = hostOf(props.connection);
    if (host !== undefined) {
        const ofHost = copied.get(host) ?? new Map<string, readonly Target[]>();
        copied.set(
            host,
            ofHost.set(
                urn,
                targets.filter(({ path }) => !isConfig(path)),
            ),
        );
    }
}

/** The files that were copied to the address of a connection before. */
export function copiedTo(connection: unknown): ReadonlyMap<string, string> {
    const targets = [...(copied.get(hostOf(connection) ?? "")?.values() ?? [])].flat();
    return new Map(targets.map(({ path, text }) => [path, text]));
}

function hostOf(connection: unknown): string | undefined {
    return isRecord(connection) && typeof connection.host === "string" ? connection.host : undefined;
}
