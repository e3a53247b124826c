import { ungzip } from "pako";
import { isMime, kindOf } from "./kinds";
import type { Part } from "./multipart";

/** The user's own user data as one part; why it cannot be one, if it cannot. */
export function ownPart(userData: string): Part | { reason: string } {
    const text = plainText(userData);
    if (text === undefined) return { reason: "is base64 of a gzip that cannot be unpacked" };
    if (isMime(text)) return { text, type: "multipart" };
    const type = kindOf(text);
    // Not even a hint of the text: user data often has something in it that others should not see.
    if (type === undefined) {
        const reason =
            "does not begin with anything that cloud-init recognises, so it would be ignored; " +
            "begin with #!, #cloud-config or another of cloud-init's first lines, or with MIME headers";
        return { reason };
    }
    return { text, type };
}

/** The text as it is, or what is in base64, or in gzip in base64; undefined where the gzip is broken. */
export function plainText(userData: string): string | undefined {
    const compact = userData.replace(/\r?\n/g, "");
    // Nothing that cloud-init knows looks like base64: a first line has a "#", a MIME header a colon.
    if (compact === "" || !/^[A-Za-z0-9+/]+={0,2}$/.test(compact)) return userData;
    const bytes = new Uint8Array(Buffer.from(compact, "base64"));
    try {
        return new TextDecoder().decode(bytes[0] === 0x1f && bytes[1] === 0x8b ? ungzip(bytes) : bytes);
    } catch {
        return undefined;
    }
}
