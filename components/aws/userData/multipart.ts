import { createHash } from "node:crypto";

/** One part of user data. */
export interface Part {
    text: string;
    /** Its MIME type; `multipart` for a MIME message with headers of its own, which is taken in as it is. */
    type: string;
}

/**
 * The parts, in this order, as one MIME multipart for cloud-init. The same parts give the same text, always: another text
 * would be another instance.
 */
export async function multipart(parts: readonly Part[]): Promise<string> {
    // Loaded where it is used: most programs have no user data.
    const { default: MimeNode } = await import("nodemailer/lib/mime-node");
    const hash = createHash("sha256");
    parts.forEach(({ text }) => hash.update(text).update("\0"));
    const root = new MimeNode("multipart/mixed", {
        // No part has a hash of all parts in it, so no part ends early.
        ...{ boundaryPrefix: "=", baseBoundary: hash.digest("hex").slice(0, 32) },
        ...{ newline: "linux", disableFileAccess: true, disableUrlAccess: true },
    });
    // A message has both, and they would be new ones each time.
    root.setHeader({ "Message-ID": "<user-data@pulumi-ssh-keepalive>", Date: new Date(0) });
    for (const { text, type } of parts) {
        if (type === "multipart") {
            root.createChild("multipart/mixed").setRaw(text);
        } else {
            root.createChild(`${type}; charset=utf-8`).setContent(text);
        }
    }
    return (await root.build()).toString("utf8");
}
