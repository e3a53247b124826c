import * as os from "node:os";
import * as path from "node:path";

/** Where hosts keep what must be found again by the next run: records, keys, disks. Gone after a reboot, as hosts are. */
export const runFolder = "/run/pulumi-ssh-keepalive";

/** The folder of the kernel's named network namespaces. */
export const namespaceFolder = "/run/netns";

/** Where built Debian roots are kept between runs, outside any work tree. */
export function cacheFolder(): string {
    const cache = process.env["XDG_CACHE_HOME"];
    const base = cache !== undefined && path.isAbsolute(cache) ? cache : path.join(os.homedir(), ".cache");
    return path.join(base, "pulumi-ssh-keepalive", "roots");
}

/** The places of one set of hosts: each a folder but `record`, `knownHosts` and `lock`, which are files. */
export interface SetPlaces {
    readonly folder: string;
    readonly record: string;
    readonly hosts: string;
    readonly keys: string;
    readonly logs: string;
    /** A file system in memory with a folder for each host's own layer. */
    readonly disk: string;
    readonly knownHosts: string;
    readonly lock: string;
}

/** Where a set is, or would be. */
export function setPlaces(set: string): SetPlaces {
    const folder = path.join(runFolder, set);
    return {
        folder,
        record: path.join(folder, "set.json"),
        hosts: path.join(folder, "hosts"),
        keys: path.join(folder, "keys"),
        logs: path.join(folder, "logs"),
        disk: path.join(folder, "disk"),
        knownHosts: path.join(folder, "known_hosts"),
        lock: path.join(folder, "lock"),
    };
}

/** The network namespace of a set's controller, or of one of its hosts. Neither name may hold a dot. */
export function namespaceName(set: string, host?: string): string {
    return host === undefined ? `psk.${set}` : `psk.${set}.${host}`;
}

/** The file of a network namespace. */
export function namespaceFile(name: string): string {
    return path.join(namespaceFolder, name);
}
