import * as fs from "node:fs";
import * as path from "node:path";
import { setPlaces } from "./places";
import { mustRun } from "./run";

/** The set's client key, without a passphrase, which every user of its hosts accepts. Made at the first call. */
export async function clientKey(set: string): Promise<{ file: string; publicKey: string }> {
    return makeKey(path.join(setPlaces(set).keys, "id_ed25519"), `client of ${set}`);
}

/** The same client key, locked with a passphrase: hosts accept it just so. Gives the file of the private key. */
export async function lockedClientKey(set: string, passphrase: string): Promise<string> {
    const { file } = await clientKey(set);
    const locked = `${file}_locked_${Buffer.from(passphrase).toString("hex").slice(0, 40)}`;
    if (!fs.existsSync(locked)) {
        fs.copyFileSync(file, `${locked}.new`);
        fs.chmodSync(`${locked}.new`, 0o600);
        await mustRun(["ssh-keygen", "-q", "-p", "-P", "", "-N", passphrase, "-f", `${locked}.new`]);
        fs.renameSync(`${locked}.new`, locked);
    }
    return locked;
}

/** Makes an ed25519 key pair at `file` and `file`.pub, unless it is there. */
export async function makeKey(file: string, comment: string): Promise<{ file: string; publicKey: string }> {
    if (!fs.existsSync(`${file}.pub`))
        await mustRun(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", comment, "-f", file]);

    const [type, base64] = fs.readFileSync(`${file}.pub`, "utf8").split(" ");
    return { file, publicKey: `${type} ${base64}` };
}
