import * as fs from "node:fs";
import * as path from "node:path";

/** The text of a key of test/corpus/keys. */
export function keyText(name: string): string {
    return fs.readFileSync(path.join(__dirname, "../corpus/keys", name), "utf8");
}

/** A private key without a passphrase, and the public one of the same pair. */
export const privateKey = keyText("ed25519-openssh");
export const publicKey = keyText("ed25519.pub").trim();

/** An encrypted private key, and what opens it. */
export const encryptedKey = keyText("ed25519-openssh-encrypted");
export const passphrase = "open sesame";
