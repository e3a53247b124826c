import { posix } from "node:path";
import { assetFiles, localText } from "./assetText";
import { readFile } from "./texts";
import type { Judged, JudgedResource } from "./types";

/** What a file is that CopyToRemote (or the older CopyFile) puts on a host. */
export async function judgeCopied({ type, props }: JudgedResource): Promise<Judged[]> {
    const to = props.remotePath;
    if (typeof to !== "string") {
        return [];
    }
    if (type === "command:remote:CopyToRemote") {
        const files = await assetFiles(props.source);
        // A file lands at the path, or in the folder of that path; which of both, only the host knows.
        return files.flatMap(({ name, text }) =>
            [to, ...(name === undefined ? [] : [posix.join(to, name)])].map((path) => ({
                where: "source",
                ...readFile(path, text),
            })),
        );
    }
    if (type === "command:remote:CopyFile" && typeof props.localPath === "string") {
        const text = localText(props.localPath);
        return text === undefined ? [] : [{ where: "localPath", ...readFile(to, text) }];
    }
    return [];
}
