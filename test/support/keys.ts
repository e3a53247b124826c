import * as fs from "node:fs";
import * as path from "node:path";

/** Returns the text of a key in test/corpus/keys. */
export function keyText(name: string): string {
    return fs.readFileSync(path.join(__dirname, "../corpus/keys", name), "utf8");
}

/** A private key without a passphrase, and the public key of the pair. */
export const privateKey = keyText("ed25519-openssh");
export const publicKey = keyText("ed25519.pub").trim();

/** An encrypted private key, and its passphrase. */
export const encryptedKey = keyText("ed25519-openssh-encrypted");
export const passphrase = "open sesame";
