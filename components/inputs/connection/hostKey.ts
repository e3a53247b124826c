import { createPublicKey } from "node:crypto";
import { shown } from "../../../core/validate/shown";

/** A public key of a host as the command plugin takes it. */
export interface HostKey {
    /** Such as `ssh-ed25519`. */
    type: string;
    /** Type and key in base64, with nothing before or after them. */
    text: string;
}

/** The types of host keys, in order of preference. The command plugin requests only the pinned type from a host. */
const types = ["ssh-ed25519", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521", "ssh-rsa"];

/**
 * Parses the key in any common form: a line of `known_hosts`, of `ssh-keyscan` or of an authorized-keys file, or a
 * public key file; with several lines, as of one host with a key of each type, the key that comes first in the order of
 * `types`.
 *
 * @returns the key, or the reason why there is none
 */
export function parseHostKey(value: unknown): HostKey | string {
    if (typeof value !== "string") return `${shown(value)} is not a public key; ${remedy}`;
    if (/PRIVATE KEY/.test(value)) return "this is a private key; give the host's public one";
    const lines = value
        .split(/\r?\n/)
        .map((line) => line.trim())
        .filter((line) => line !== "" && !line.startsWith("#"));
    const found = lines.map(keyOfLine);
    const keys = found.filter((key): key is HostKey => typeof key === "object");
    const best = types.flatMap((type) => keys.filter((key) => key.type === type))[0];
    if (best === undefined)
        return found.find((key) => typeof key === "string") ?? `${shown(value)} is not a public key; ${remedy}`;

    const several = new Set(keys.filter(({ type }) => type === best.type).map(({ text }) => text)).size;
    if (several > 1)
        return `this has ${several} different ${best.type} keys, as of several hosts; give the lines of this host alone, such as \`ssh-keygen -F <host>\` prints`;

    if (lines.some((line) => line.startsWith("@revoked") && line.includes(best.text.slice(best.type.length))))
        return `this revokes the very key that it has for the host; ${remedy}`;

    return best;
}

/**
 * Whether current servers refuse the pin: the plugin requests RSA with SHA-1, which OpenSSH 8.8 and later do not offer.
 */
export function isRsa(key: HostKey): boolean {
    return key.type === "ssh-rsa";
}

const remedy = "write type and key, such as a line that `ssh-keyscan -t ed25519 <host>` prints";

/** The key of one line, or the reason why it has no key. */
function keyOfLine(line: string): HostKey | string {
    if (line.startsWith("@revoked")) return `${shown(line)} revokes a key; ${remedy}`;
    if (line.startsWith("@cert-authority"))
        return `${shown(line)} is the key of a certificate authority, which the command plugin cannot check; pin the host's own key`;

    const words = line.split(/\s+/);
    // A host may have a name like a type, such as ssh-gateway: the type is the word in front of the key.
    const typed = words.flatMap((word, index) => (/^(ssh-|ecdsa-|sk-)[\w@.-]+$/.test(word) ? [index] : []));
    const at = typed.find((index) => words[index + 1]?.startsWith("AAAA")) ?? typed[0] ?? -1;
    const [type = "", base64 = ""] = at < 0 ? [] : words.slice(at, at + 2);
    if (at < 0 || base64 === "") {
        const what = /(^|\s)(SHA256:|MD5:|([0-9a-f]{2}:){15})/i.test(line)
            ? "is a fingerprint, not a public key"
            : "is not a public key";
        return `${shown(line)} ${what}; ${remedy}`;
    }
    if (/-cert-v\d\d@/.test(type))
        return `${shown(type)} is a certificate, which the command plugin cannot check; pin the certified key itself`;

    if (!types.includes(type)) return `${shown(type)} is not a host key type; known: ${types.join(", ")}`;
    if (!isWhole(type, base64))
        return `${shown(`${type} ${base64}`)} is truncated or damaged: it does not contain an ${type} key; ${remedy}`;

    return { type, text: `${type} ${base64}` };
}

/** Whether this is one key of the type, with nothing after it (RFC 4253, section 6.6; RFC 5656, 3.1; RFC 8709, 4). */
function isWhole(type: string, base64: string): boolean {
    const bytes = Buffer.from(base64, "base64");
    if (bytes.toString("base64") !== base64) return false;
    const [name, ...fields] = fieldsOf(bytes) ?? [];
    if (name?.toString("latin1") !== type) return false;
    const [first, second] = fields;
    if (type === "ssh-ed25519") return fields.length === 1 && first?.length === 32;
    if (fields.length !== 2 || first === undefined || second === undefined) return false;
    // An RSA key of 1024 bits, the shortest that OpenSSH accepts, begins with a byte for the sign.
    if (type === "ssh-rsa") return first.length > 0 && second.length > 128;
    return first.toString("latin1") === type.slice(-8) && isPoint(second, Number(type.slice(-3)));
}

/** The fields of a key, each behind its length; undefined where the bytes do not end with the last one. */
function fieldsOf(bytes: Buffer): Buffer[] | undefined {
    const fields: Buffer[] = [];
    let at = 0;
    while (at < bytes.length) {
        if (at + 4 > bytes.length) return undefined;
        const end = at + 4 + bytes.readUInt32BE(at);
        if (end > bytes.length) return undefined;
        fields.push(bytes.subarray(at + 4, end));
        at = end;
    }
    return fields;
}

/** Whether these bytes are a point on the curve of so many bits, uncompressed. */
function isPoint(bytes: Buffer, bits: number): boolean {
    const size = Math.ceil(bits / 8);
    if (bytes.length !== 1 + 2 * size || bytes[0] !== 4) return false;
    const coordinate = (index: number): string =>
        bytes.subarray(1 + index * size, 1 + (index + 1) * size).toString("base64url");
    try {
        const key = { kty: "EC", crv: `P-${bits}`, x: coordinate(0), y: coordinate(1) };
        createPublicKey({ key, format: "jwk" });
        return true;
    } catch {
        return false;
    }
}
