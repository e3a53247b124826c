import { createHash } from "node:crypto";
import type { Plan } from "../../server/plan";
import { hostScript } from "../hostScript";

/** Seconds that one run may take on a host: it may wait two minutes for another run to end. */
const timeout = 300;

/**
 * The content of a Systems Manager document (schema 2.2) that runs the host program on Linux hosts: its agent writes the
 * lines to a file and runs that as root; Windows and macOS skip the step. What is in double braces would be a parameter there; the program is packed, no
 * setting has a brace, and neither has an owner.
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
 * The name of the document with this content: another content is another document, and the association, which follows
 * the name, runs exactly what it was made for.
 *
 * One document with a version for each content would not do. UpdateDocument refuses a content that the document had
 * before (DuplicateDocumentContent), AWS's provider takes that for success and stays at the latest version
 * (terraform-provider-aws, internal/service/ssm/document.go), and the earlier settings would never come back.
 *
 * The owner is part of the content, so each stack has documents of its own.
 */
export function documentName(name: string, content: string): string {
    return `${name}-${createHash("sha256").update(content).digest("hex").slice(0, 16)}`;
}
