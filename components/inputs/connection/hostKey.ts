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
 * public key file; with several lines, the key that comes first in the order of `types`.
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
    const keys = lines.map(keyOfLine);
    const best = types.flatMap((type) =>
        keys.filter((key): key is HostKey => typeof key === "object" && key.type === type),
    );
    const refusal = keys.find((key) => typeof key === "string");
    return best[0] ?? refusal ?? `${shown(value)} is not a public key; ${remedy}`;
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
        const what = /^(SHA256:|MD5:|([0-9a-f]{2}:){15})/i.test(line)
            ? "is a fingerprint, not a public key"
            : "is not a public key";
        return `${shown(line)} ${what}; ${remedy}`;
    }
    if (/-cert-v\d\d@/.test(type))
        return `${shown(type)} is a certificate, which the command plugin cannot check; pin the certified key itself`;

    if (!types.includes(type)) return `${shown(type)} is not a host key type; known: ${types.join(", ")}`;
    const bytes = Buffer.from(base64, "base64");
    const header = Buffer.from(`\0\0\0${String.fromCharCode(type.length)}${type}`, "latin1");
    const whole = bytes.subarray(0, header.length).equals(header) && hasLength(bytes.length, type);
    if (!whole || bytes.toString("base64") !== base64)
        return `${shown(`${type} ${base64}`)} is truncated or damaged: it does not contain an ${type} key; ${remedy}`;

    return { type, text: `${type} ${base64}` };
}

/** Whether a whole key of the type has so many bytes. RSA keys differ in length; the shortest has 1024 bits. */
function hasLength(bytes: number, type: string): boolean {
    const field = 4 + type.length;
    if (type === "ssh-ed25519") return bytes === field + 4 + 32;
    if (type === "ssh-rsa") return bytes >= field + 4 + 1 + 4 + 128;
    const curve = Number(type.slice(-3));
    return bytes === field + 4 + 8 + 4 + 1 + 2 * Math.ceil(curve / 8);
}
