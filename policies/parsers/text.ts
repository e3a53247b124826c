import { gunzipSync } from "node:zlib";
import { sshdDirectives, sysctlKeys } from "../../core/directives";

const keywords = [...sshdDirectives, ...sysctlKeys].map(({ keyword }) => keyword.replace(/^.*\./, ""));
const anyKeyword = new RegExp(keywords.join("|"), "i");

/** Whether the text names a checked setting, in any case, also with quotes inside the word. */
export function namesSetting(text: string): boolean {
    return anyKeyword.test(text) || anyKeyword.test(text.replace(/['"\\]/g, ""));
}

/** Returns the first setting that the text names. */
export function settingNamedIn(text: string): string | undefined {
    return anyKeyword.exec(text)?.[0];
}

/** The maximum size of a decompressed text. */
const maxBytes = 1024 * 1024;

/** Decodes the bytes as text, after gunzip if needed; `undefined` if they are not text. */
export function decodeText(bytes: Uint8Array): string | undefined {
    try {
        const plain = isGzip(bytes) ? gunzipSync(bytes, { maxOutputLength: maxBytes }) : bytes;
        return new TextDecoder("utf8", { fatal: true, ignoreBOM: true }).decode(plain);
    } catch {
        return undefined;
    }
}

export function isGzip(bytes: Uint8Array): boolean {
    return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** The text as one word of a shell script. It is always quoted, so that no shell takes it for a keyword or assignment. */
export function singleQuoted(text: string): string {
    return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** Decodes base64 like Python, skipping other characters. */
export function decodeBase64Leniently(text: string): Uint8Array {
    return Buffer.from(text.replace(/[^A-Za-z0-9+/=]/g, ""), "base64");
}

/** Decodes base64; undefined if the text is not base64. */
export function decodeBase64(text: string): Uint8Array | undefined {
    const compact = text.replace(/\s+/g, "");
    return /^[A-Za-z0-9+/]+={0,2}$/.test(compact) ? Buffer.from(compact, "base64") : undefined;
}
