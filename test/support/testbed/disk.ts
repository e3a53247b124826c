import * as fs from "node:fs";
import * as path from "node:path";
import { mustRun } from "./run";
import { runningSet, setFolder } from "./store";
import type { HostFile, HostSpec } from "./types";

/** User and group numbers that the roots give to their users, in the order in which they are made. */
const homes = { root: 0, "home/admin": 1000, "home/deputy": 1001, "home/keeper": 1002, "home/visitor": 1003 };

/**
 * Lays out a new host's own layer over its root: its name, its host key, whom it lets in, and the files of its spec.
 * Returns the host's public key as one line.
 */
export async function layOutDisk(disk: string, name: string, clientKeyFile: string, spec: HostSpec): Promise<string> {
    const upper = path.join(disk, "upper");
    for (const folder of ["upper/etc/ssh", "work", "merged"])
        fs.mkdirSync(path.join(disk, folder), { recursive: true });

    const clientKey = fs.readFileSync(clientKeyFile);
    for (const [name, owner] of Object.entries(homes)) {
        const home = path.join(upper, name);
        const ssh = path.join(home, ".ssh");
        fs.mkdirSync(ssh, { recursive: true });
        fs.writeFileSync(path.join(ssh, "authorized_keys"), clientKey, { mode: 0o600 });
        fs.chmodSync(ssh, 0o700);
        fs.chmodSync(home, owner === 0 ? 0o700 : 0o755); // A folder of this layer hides the mode of the root's.
        for (const file of [home, ssh, path.join(ssh, "authorized_keys")]) fs.chownSync(file, owner, owner);
    }
    const files: Record<string, string | HostFile> = {
        "/etc/hostname": `${name}\n`,
        "/etc/hosts": `127.0.0.1 localhost\n127.0.1.1 ${name}\n::1 localhost\n`,
        ...(spec.port === undefined ? {} : { "/etc/ssh/sshd_config.d/10-port.conf": `Port ${spec.port}\n` }),
        ...spec.files,
    };
    for (const [file, content] of Object.entries(files))
        writeFile(path.join(upper, file), typeof content === "string" ? { content } : content);

    return makeKey(path.join(upper, "etc/ssh/ssh_host_ed25519_key"), `root@${name}`);
}

function writeFile(file: string, { content, mode = 0o644 }: HostFile): void {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, content);
    fs.chmodSync(file, mode);
}

/** Makes an ed25519 key pair at `file` and `file`.pub, without a passphrase, and returns the public key: type and base64. */
export async function makeKey(file: string, comment: string): Promise<string> {
    await mustRun(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", comment, "-f", file]);
    return fs.readFileSync(`${file}.pub`, "utf8").split(" ").slice(0, 2).join(" ");
}

/** A copy of the set's client key, locked with a passphrase, which hosts accept as well: the file of the private key. */
export async function lockedClientKey(set: string, passphrase: string): Promise<string> {
    const folder = setFolder(runningSet(set));
    const locked = path.join(fs.mkdtempSync(path.join(folder, "locked-")), "id_ed25519");
    fs.copyFileSync(path.join(folder, "id_ed25519"), locked);
    await mustRun(["ssh-keygen", "-q", "-p", "-P", "", "-N", passphrase, "-f", locked]);
    return locked;
}
