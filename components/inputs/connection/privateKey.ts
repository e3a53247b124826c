import { createHash, createPrivateKey } from "node:crypto";
import { body, keyFormFault, wholeFile } from "./keyForm";

/**
 * Why the command plugin could not log in with a private key, by the field that is wrong; undefined if it can. The
 * reasons follow the plugin's SSH client (golang.org/x/crypto/ssh): it requires lines without indentation,
 * takes a passphrase for an encrypted key only, and knows neither PuTTY's keys nor encrypted PKCS#8. Never quotes the
 * key.
 *
 * @param passphrase undefined where the key has none, `later` where it is not known yet
 */
export function privateKeyFault(key: unknown, passphrase?: unknown): KeyFault | undefined {
    const form = keyFormFault(key);
    if (form !== undefined) return { field: "privateKey", reason: form };
    if (typeof key !== "string" || passphrase === later) return undefined;
    const given = typeof passphrase === "string" && passphrase !== "" ? passphrase : undefined;
    // An encrypted key takes half a second to open, and hosts usually share one.
    const id = createHash("sha256")
        .update(JSON.stringify([key, given]))
        .digest("hex");
    if (!contentFaults.has(id)) contentFaults.set(id, contentFault(key, given));
    return contentFaults.get(id);
}

/** A passphrase that is not known yet. */
export const later = Symbol("later");

export interface KeyFault {
    field: "privateKey" | "privateKeyPassword";
    reason: string;
}

const contentFaults = new Map<string, KeyFault | undefined>();

/** What is wrong with a key whose form is valid. */
function contentFault(key: string, passphrase: string | undefined): KeyFault | undefined {
    const block = body(key);
    return /^-----BEGIN OPENSSH /.test(block) ? opensshFault(base64In(block), passphrase) : pemFault(block, passphrase);
}

function pemFault(key: string, passphrase: string | undefined): KeyFault | undefined {
    const encrypted = /^Proc-Type:.*ENCRYPTED/m.test(key);
    const mismatch = passphraseMismatch(encrypted, passphrase);
    if (mismatch !== undefined) return mismatch;
    try {
        createPrivateKey({ key, ...(passphrase === undefined ? {} : { passphrase }) });
        return undefined;
    } catch (error) {
        // A cipher or curve that Node.js was built without: the plugin may know it.
        if (/UNSUPPORTED|UNKNOWN|INVALID_CURVE/.test(String((error as { code?: unknown }).code))) return undefined;
        return encrypted ? wrongPassphrase : damaged;
    }
}

/** The base64 of a block in OpenSSH's format, without headers, which the plugin skips. */
function base64In(block: string): string {
    return block.replace(/^-.*$|^[\w-]+:.*$|\s/gm, "");
}

function opensshFault(base64: string, passphrase: string | undefined): KeyFault | undefined {
    const { cipher, type } = opensshHeader(Buffer.from(base64, "base64"));
    if (cipher === undefined || type === undefined) return damaged;
    if (type.startsWith("sk-")) {
        const reason =
            "this key is only a handle to a security key, which must be touched at each login; use an SSH agent or another key";
        return { field: "privateKey", reason };
    }
    const mismatch = passphraseMismatch(cipher !== "none", passphrase);
    if (mismatch !== undefined) return mismatch;
    if (!["none", "aes256-ctr", "aes256-cbc"].includes(cipher)) {
        const reason =
            `this key is encrypted with ${printable(cipher)}, which the command plugin does not know; ` +
            "encrypt it again with `ssh-keygen -p -Z aes256-ctr -f key`";
        return { field: "privateKey", reason };
    }
    try {
        // Loaded only here: those without a key in OpenSSH's format need not wait for it.
        // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would always be loaded
        const { parsePrivateKey } = require("sshpk") as typeof import("sshpk");
        const key = `-----BEGIN OPENSSH PRIVATE KEY-----\n${base64}\n-----END OPENSSH PRIVATE KEY-----\n`;
        parsePrivateKey(key, "ssh-private", passphrase === undefined ? {} : { passphrase });
        return undefined;
    } catch (error) {
        return passphrase !== undefined && /passphrase/i.test((error as Error).message) ? wrongPassphrase : damaged;
    }
}

const damaged: KeyFault = { field: "privateKey", reason: `this key is damaged and cannot be read; ${wholeFile}` };
const wrongPassphrase: KeyFault = {
    field: "privateKeyPassword",
    reason: "does not open the private key; give the passphrase that the key was encrypted with",
};

function passphraseMismatch(encrypted: boolean, passphrase: string | undefined): KeyFault | undefined {
    if (encrypted && passphrase === undefined) {
        const reason = "this key is encrypted; give its passphrase as privateKeyPassword, or a key without one";
        return { field: "privateKey", reason };
    }
    if (!encrypted && passphrase !== undefined) {
        const reason =
            "the private key is not encrypted, and the command plugin refuses a passphrase for it; leave it out";
        return { field: "privateKeyPassword", reason };
    }
    return undefined;
}

/** The cipher and the type of a key in OpenSSH's own format (PROTOCOL.key of OpenSSH); undefined where it is damaged. */
function opensshHeader(bytes: Buffer): { cipher: string | undefined; type: string | undefined } {
    const magic = "openssh-key-v1\0";
    if (bytes.subarray(0, magic.length).toString("latin1") !== magic) return { cipher: undefined, type: undefined };
    const field = (at: number): { text: string; end: number } | undefined => {
        if (at + 4 > bytes.length) return undefined;
        const end = at + 4 + bytes.readUInt32BE(at);
        return end > bytes.length ? undefined : { text: bytes.toString("latin1", at + 4, end), end };
    };
    const cipher = field(magic.length);
    const kdf = cipher && field(cipher.end);
    const kdfOptions = kdf && field(kdf.end);
    const publicKey = kdfOptions && field(kdfOptions.end + 4);
    const type = publicKey && field(publicKey.end - publicKey.text.length);
    return { cipher: cipher?.text, type: type?.text };
}

function printable(text: string): string {
    return JSON.stringify(text.replace(/[^ -~]/g, "?").slice(0, 40));
}
