import * as fs from "node:fs";
import * as path from "node:path";
import { mustRun } from "./run";
import { runningSet, setFolder } from "./store";
import type { HostFile, HostSpec } from "./types";

/** User and group numbers that the roots give to their users, in the order in which they are made. */
const homes: Readonly<Record<string, number>> = {
    root: 0,
    "home/admin": 1000,
    "home/deputy": 1001,
    "home/keeper": 1002,
    "home/visitor": 1003,
};

/** Modes of folders that are not 755, since a folder in the upper layer hides the root's own mode. */
const privateFolders: Readonly<Record<string, number>> = { root: 0o700 };

/**
 * Lays out a new host's own layer over its root: its name, its host key, whom it lets in, and the files of its spec.
 * Returns the host's public key as one line.
 */
export async function layOutDisk(disk: string, name: string, clientKeyFile: string, spec: HostSpec): Promise<string> {
    const clientKey = fs.readFileSync(clientKeyFile);
    const upper = path.join(disk, "upper");
    for (const folder of ["etc/ssh", "work", "merged"])
        fs.mkdirSync(path.join(folder.startsWith("etc") ? upper : disk, folder), { recursive: true });

    for (const [home, owner] of Object.entries(homes)) {
        const ssh = path.join(upper, home, ".ssh");
        fs.mkdirSync(ssh, { recursive: true });
        fs.writeFileSync(path.join(ssh, "authorized_keys"), clientKey, { mode: 0o600 });
        fs.chmodSync(ssh, 0o700);
        fs.chmodSync(path.join(upper, home), privateFolders[home] ?? 0o755);
        for (const file of [path.join(upper, home), ssh, path.join(ssh, "authorized_keys")])
            fs.chownSync(file, owner, owner);
    }
    const publicKey = await makeKey(path.join(upper, "etc/ssh/ssh_host_ed25519_key"), `root@${name}`);
    const files: Record<string, string | HostFile> = {
        "/etc/hostname": `${name}\n`,
        "/etc/hosts": `127.0.0.1 localhost\n127.0.1.1 ${name}\n::1 localhost\n`,
        ...(spec.port === undefined ? {} : { "/etc/ssh/sshd_config.d/10-port.conf": `Port ${spec.port}\n` }),
        ...spec.files,
    };
    for (const [file, content] of Object.entries(files))
        writeFile(upper, file, typeof content === "string" ? { content } : content);

    return publicKey;
}

function writeFile(upper: string, file: string, { content, mode = 0o644 }: HostFile): void {
    if (!path.isAbsolute(file) || path.normalize(file) !== file)
        throw new Error(`The file "${file}" for a host needs an absolute path without "." or "..".`);

    const place = path.join(upper, file);
    fs.mkdirSync(path.dirname(place), { recursive: true });
    fs.writeFileSync(place, content);
    fs.chmodSync(place, mode);
}

/** Makes an ed25519 key pair at `file` and `file`.pub, without a passphrase, and returns the public key: type and base64. */
export async function makeKey(file: string, comment: string): Promise<string> {
    await mustRun(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", comment, "-f", file]);
    const [type, base64] = fs.readFileSync(`${file}.pub`, "utf8").split(" ");
    return `${type} ${base64}`;
}

/** A copy of the set's client key, locked with a passphrase, which hosts accept as well: the file of the private key. */
export async function lockedClientKey(set: string, passphrase: string): Promise<string> {
    const file = path.join(setFolder(runningSet(set)), "id_ed25519");
    const locked = `${file}_locked_${Buffer.from(passphrase).toString("hex").slice(0, 40)}`;
    if (!fs.existsSync(locked)) {
        fs.copyFileSync(file, `${locked}.new`);
        await mustRun(["ssh-keygen", "-q", "-p", "-P", "", "-N", passphrase, "-f", `${locked}.new`]);
        fs.renameSync(`${locked}.new`, locked);
    }
    return locked;
}
