import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import type { Host } from "./types";

/** Each file's kind, mode, owner and content (a hash) or link target, by its path on the host. */
export type Snapshot = Readonly<Record<string, string>>;

/** Where a program that configures sshd and the kernel could leave something. */
const watched = "/etc /root /run /tmp /usr/lib/sysctl.d /usr/local /var/backups /var/lib /var/tmp".split(" ");

/** What a running host changes by itself. */
const restless = new RegExp(
    [
        "^/run/(systemd|log|udev|user|dbus|credentials|mount|sudo|host|blkid|initctl$|utmp$|motd|sshd\\.pid$|lock/subsys)",
        "^/run/.*\\.(sock|pid)$",
        "^/(var/)?tmp/systemd-private-",
        "^/var/lib/(systemd|private|sudo|dbus)/",
        "^/var/lib/wtmpdb",
        "^/root/\\.(bash_history|lesshst)$",
    ].join("|"),
    "u",
);

/**
 * Records every file below some folders of a host, without times, so that two snapshots are equal if nothing is added,
 * gone or changed, in content, mode or owner. Leaves out what a running host changes by itself.
 */
export function snapshot(host: Host, folders: readonly string[] = watched): Snapshot {
    const entries = folders.flatMap((folder) => walk(`/proc/${host.init.pid}/root`, folder));
    return Object.fromEntries(entries);
}

/** What is `new`, `gone` or `changed` between two snapshots, a line for each file. */
export function differences(before: Snapshot, after: Snapshot): string[] {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return names.flatMap((name) => {
        if (before[name] === after[name]) return [];
        if (before[name] === undefined) return `new ${name}`;
        if (after[name] === undefined) return `gone ${name}`;
        return `changed ${name}: ${before[name]} → ${after[name]}`;
    });
}

function walk(root: string, name: string): [name: string, about: string][] {
    const file = path.join(root, name);
    const stat = fs.lstatSync(file, { throwIfNoEntry: false });
    if (restless.test(name) || stat === undefined) return [];
    if (stat.isSymbolicLink()) return [[name, `link ${fs.readlinkSync(file)}`]];

    const about = `${(stat.mode & 0o7777).toString(8)} ${stat.uid}:${stat.gid}`;
    if (stat.isDirectory()) {
        return [
            [name, `folder ${about}`],
            ...fs.readdirSync(file).flatMap((child) => walk(root, path.join(name, child))),
        ];
    }

    if (!stat.isFile()) return [[name, `special ${about}`]];

    const hash = createHash("sha256").update(fs.readFileSync(file)).digest("hex");
    return [[name, `file ${about} ${stat.size} bytes ${hash.slice(0, 16)}`]];
}
