import { createHash } from "node:crypto";
import type { Plan } from "../../server/plan";
import { hostScript } from "../hostScript";

/** Seconds that one run may take on a host: it may wait two minutes for another run to end. */
const timeout = 300;

/**
 * The content of a Systems Manager document (schema 2.2) that runs the host program on Linux hosts: its agent writes
 * the lines to a file and runs that as root; Windows and macOS skip the step. Systems Manager would treat text in
 * double braces as a parameter; the program is packed, and neither settings nor owners contain braces.
 */
export function documentContent({ owner, settings, takeOver }: Plan, restore: boolean): string {
    const script = restore
        ? hostScript({ verb: "restore", owner })
        : hostScript({ verb: "apply", owner, settings, takeOver });
    return JSON.stringify({
        schemaVersion: "2.2",
        description: `SSH keepalive settings of ${owner}`,
        mainSteps: [
            {
                action: "aws:runShellScript",
                name: restore ? "restore" : "apply",
                precondition: { StringEquals: ["platformType", "Linux"] },
                inputs: { timeoutSeconds: String(timeout), runCommand: script.trimEnd().split("\n") },
            },
        ],
    });
}

/**
 * The name of the document with this content. Different content gets a different document, and the association refers
 * to its name, so it runs exactly the content that it was created for.
 *
 * A single document with a version for each content does not work. UpdateDocument rejects content that the document had
 * before (DuplicateDocumentContent), AWS's provider treats that as success and stays at the latest version
 * (terraform-provider-aws, internal/service/ssm/document.go), and the earlier settings would never come back.
 *
 * The owner is part of the content, so each stack has its own documents.
 */
export function documentName(name: string, content: string): string {
    return `${name}-${createHash("sha256").update(content).digest("hex").slice(0, 16)}`;
}
