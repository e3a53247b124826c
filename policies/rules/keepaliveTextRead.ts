import type { Finding } from "../finding";
import { settingsRule } from "../rule";

const name = "keepalive-text-read";

/** Reports text that names the settings but could not be read, so that a pass is not mistaken for proof. */
export const keepaliveTextRead = settingsRule(
    {
        name,
        displayName: "Keepalive settings can be read",
        description: "Checks that text which names keepalive settings could be read, and so was checked.",
        severity: "low",
        enforcementLevel: "advisory",
        tags: ["ssh", "keepalive", "coverage"],
        remediationSteps:
            "Write the settings so that the pack can read them: literal values, a here-document or a copied file instead of " +
            "another language or an editor, or an SshKeepalive. If that is not possible, check the host itself.",
        settings: {},
    },
    ({ where, unread = [] }): Finding[] =>
        unread.map((why) => ({
            where,
            setting: "text that names keepalive settings",
            effect: `it was not checked, in full or in part, because of ${why}`,
            bound: "text that can be read is required",
            source: name,
            remedy: "Write literal values, or use an SshKeepalive.",
        })),
);
