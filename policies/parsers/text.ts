import { gunzipSync } from "node:zlib";

/**
 * Texts that name none of these say nothing that is judged here; following them would only take time. A whole
 * sshd_config says something even without the keywords, and encoded content may say anything.
 */
const named = /keep_?alive|ClientAlive|ChannelTimeout|UnusedConnectionTimeout|sshd_config|base64|b64|gzip|gz\b/i;

/** Whether a text may state a setting. Keywords inside a word can be split by quotes; nobody writes them so. */
export function mayState(text: string): boolean {
    return named.test(text);
}

/** The most that a compressed text may grow to. */
const largest = 4 * 1024 * 1024;

/** The text in the bytes, unpacked if they are gzip's; `undefined` when they are no text. */
export function decodeText(bytes: Uint8Array): string | undefined {
    try {
        const plain = bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes, { maxOutputLength: largest }) : bytes;
        return new TextDecoder("utf8", { fatal: true }).decode(plain);
    } catch {
        return undefined;
    }
}

/** The bytes of a text in base64; `undefined` when it is none. */
export function decodeBase64(text: string): Uint8Array | undefined {
    const compact = text.replace(/\s+/g, "");
    return compact !== "" && /^[A-Za-z0-9+/]+={0,2}$/.test(compact) ? Buffer.from(compact, "base64") : undefined;
}
