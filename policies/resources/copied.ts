import { posix } from "node:path";
import { isRecord } from "../../core/validate/shape";
import { isConfig } from "../parsers/configPaths";
import { readFile } from "../parsers/read";
import { type AssetFile, assetFiles, localText } from "./assetText";
import type { Resource, Statement } from "./types";

/** What a file is that CopyToRemote (or the older CopyFile) puts on a host. */
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
 * A file lands at the path, or in the folder of that path; which of both, only the host knows. So does a folder, whose
 * own name is not asked for here: what matters lies in folders of a fixed name.
 */
function targetsOf(to: string, { name, packed }: AssetFile): string[] {
    const inside = name === undefined ? [] : [posix.join(to, name)];
    return packed ? inside : [to, ...inside];
}

interface Target {
    path: string;
    text: string;
}

/** What was copied to each address, by resource: a Command there may move it to where it counts. */
const copied = new Map<string, Map<string, readonly Target[]>>();

/** Files of interest are judged where they are copied, and not again of what runs there later. */
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
