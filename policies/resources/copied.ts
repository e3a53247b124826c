import { posix } from "node:path";
import { type AssetFile, assetFiles, localText } from "./assetText";
import { readFile } from "./texts";
import type { Statement, Resource } from "./types";

/** What a file is that CopyToRemote (or the older CopyFile) puts on a host. */
export async function copiedStatements({ type, props }: Resource): Promise<Statement[]> {
    const to = props.remotePath;
    if (typeof to !== "string") {
        return [];
    }
    if (type === "command:remote:CopyToRemote") {
        const files = await assetFiles(props.source);
        return files.flatMap((file) =>
            targetsOf(to, file).map((path) => ({ where: "source", ...readFile(path, file.text) })),
        );
    }
    if (type === "command:remote:CopyFile" && typeof props.localPath === "string") {
        const text = localText(props.localPath);
        return text === undefined ? [] : [{ where: "localPath", ...readFile(to, text) }];
    }
    return [];
}

/**
 * A file lands at the path, or in the folder of that path; which of both, only the host knows. So does a folder, whose
 * own name is not asked for here: what matters lies in folders of a fixed name.
 */
function targetsOf(to: string, { name, packed }: AssetFile): string[] {
    const inside = name === undefined ? [] : [posix.join(to, name)];
    return packed ? inside : [to, ...inside];
}
