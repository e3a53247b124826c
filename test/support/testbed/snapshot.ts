import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import type { Host } from "./types";

/** Each file's kind, mode, owner and content (a hash) or link target, by its path on the host. */
export type Snapshot = Readonly<Record<string, string>>;

/** Where a program that configures sshd and the kernel could leave something. */
const watched = [
    "/etc",
    "/root",
    "/run",
    "/tmp",
    "/usr/lib/sysctl.d",
    "/usr/local",
    "/var/backups",
    "/var/lib",
    "/var/tmp",
];

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
 * Takes down every file below some folders of a host, times left out, so that two snapshots are equal if nothing is
 * added, gone or changed, in content, mode or owner. Leaves out what a running host changes by itself.
 */
export function snapshot(host: Host, folders: readonly string[] = watched): Snapshot {
    const root = `/proc/${host.init.pid}/root`;
    const entries: Record<string, string> = {};
    for (const folder of folders) walk(root, folder, entries);

    return entries;
}

/** What is `new`, `gone` or `changed` between two snapshots, a line for each file. */
export function differences(before: Snapshot, after: Snapshot): string[] {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return names.flatMap((name) => {
        const then = before[name];
        const now = after[name];
        if (then === now) return [];

        return [
            then === undefined
                ? `new ${name}`
                : now === undefined
                  ? `gone ${name}`
                  : `changed ${name}: ${then} → ${now}`,
        ];
    });
}

function walk(root: string, name: string, entries: Record<string, string>): void {
    if (restless.test(name)) return;

    const place = path.join(root, name);
    let stat: fs.Stats;
    try {
        stat = fs.lstatSync(place);
    } catch {
        return; // Gone between the listing and now, or not on this host.
    }
    const about = `${(stat.mode & 0o7777).toString(8)} ${stat.uid}:${stat.gid}`;
    if (stat.isDirectory()) {
        entries[name] = `folder ${about}`;
        fs.readdirSync(place).forEach((child) => walk(root, path.join(name, child), entries));
    } else if (stat.isSymbolicLink()) {
        entries[name] = `link ${fs.readlinkSync(place)}`;
    } else if (stat.isFile()) {
        const hash = createHash("sha256").update(fs.readFileSync(place)).digest("hex");
        entries[name] = `file ${about} ${stat.size} bytes ${hash.slice(0, 16)}`;
    } else {
        entries[name] = `special ${about}`;
    }
}
