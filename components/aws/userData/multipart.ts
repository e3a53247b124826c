import { createHash } from "node:crypto";

/** One part of user data. */
export interface Part {
    text: string;
    /** Its MIME type; `multipart` for a MIME message with headers of its own, which is included unchanged. */
    type: string;
}

/**
 * The parts, in this order, as one MIME multipart for cloud-init (RFC 2046). The same parts always give the same text,
 * because different text would replace the instance.
 */
export function multipart(parts: readonly Part[]): string {
    const hash = createHash("sha256");
    parts.forEach(({ text }) => hash.update(text).update("\0"));
    // No part has a hash of all parts in it, so no part ends early.
    const boundary = `=${hash.digest("hex").slice(0, 32)}`;
    const bodies = parts.map(
        ({ text, type }) => `--${boundary}\n${type === "multipart" ? text : encoded(text, type)}\n`,
    );
    return `MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="${boundary}"\n\n${bodies.join("")}--${boundary}--\n`;
}

// Plain where that is safe, since user data may have 16 KB at most; base64, in lines of 76, where it is not.
function encoded(text: string, type: string): string {
    const plain = /^[\t\n\x20-\x7e]*$/.test(text);
    const body = plain
        ? text
        : (
              Buffer.from(text)
                  .toString("base64")
                  .match(/.{1,76}/g) ?? []
          ).join("\n");
    return `Content-Type: ${type}; charset=utf-8\nContent-Transfer-Encoding: ${plain ? "7bit" : "base64"}\n\n${body}`;
}
