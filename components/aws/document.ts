import type { Plan } from "../server/plan";
import { hostScript } from "./hostScript";

/** Seconds that one run may take on a host: it may wait two minutes for another run to end. */
const timeout = 300;

/**
 * The content of a Systems Manager document (schema 2.2) that runs the host program on Linux hosts: its agent writes the
 * lines to a file and runs that as root. What is in double braces would be a parameter there; the program is packed, no
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
