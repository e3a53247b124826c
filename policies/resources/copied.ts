import { posix } from "node:path";
import { isRecord } from "../../core/records";
import { isConfig } from "../parsers/configPaths";
import { readFile } from "../parsers/read";
import { home } from "../parsers/shell/state/shell";
import { type AssetFile, assetFiles, fileAt } from "./assetText";
import type { Resource, Statement } from "./types";

/** The content of a file that CopyToRemote (or the older CopyFile) copies to a host. */
export async function copiedStatements(resource: Resource): Promise<Statement[]> {
    const { type, props } = resource;
    const to = props.remotePath;
    if (typeof to !== "string" || !/^command:remote:Copy(ToRemote|File)$/.test(type)) return [];

    const files = type === "command:remote:CopyFile" ? localFile(props.localPath) : await assetFiles(props.source);
    const where = type === "command:remote:CopyFile" ? "localPath" : "source";
    const paths = hostPaths(to, props.connection);
    const targets = files.flatMap((file) =>
        paths.flatMap((path) => targetsOf(path, file).map((each) => ({ path: each, text: file.text }))),
    );
    const read = targets.filter((target): target is Target => target.text !== undefined);
    record(resource, read);
    const unread = targets.some(({ path, text }) => text === undefined && isConfig(path)) ? [unreadFile(where)] : [];
    return [...read.flatMap(({ path, text }) => readFile(path, text).map((each) => ({ where, ...each }))), ...unread];
}

function unreadFile(where: string): Statement {
    return { where, unread: ["a file for sshd or sysctl that cannot be read here"] };
}

function localFile(path: unknown): AssetFile[] {
    return typeof path === "string" ? [fileAt(path)] : [];
}

/**
 * The absolute paths that a remote path may mean. A relative path starts in the home folder of the connection's user, which
 * is assumed to be the usual one, or unknown; with enough `..`, it may be any path.
 */
function hostPaths(to: string, connection: unknown): string[] {
    const path = posix.normalize(to).replace(/^(\/proc\/[^/]+\/root)+(?=\/|$)/, "") || "/";
    if (path.startsWith("/")) return [path];

    if (path.startsWith("../")) return [path.replace(/^(\.\.\/)+/, "/")];

    const { user } = isRecord(connection) ? connection : {};
    const usual = user === undefined || user === "root" ? "/root" : typeof user === "string" ? `/home/${user}` : home;
    return [...new Set([home, usual])].map((folder) => posix.join(folder, path));
}

/** A file or a folder is copied to the path, or into the folder at that path; only the host knows which. */
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
function record({ urn, props }: Resource, targets: readonly Target[]): void {
    const host = hostOf(props.connection);
    if (host !== undefined) {
        const hostFiles = copied.get(host) ?? new Map<string, readonly Target[]>();
        copied.set(
            host,
            hostFiles.set(
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
