import type { Finding } from "../finding";
import { settingsRule } from "../rule";

const name = "sshd-config-accepted";

/** Rejects text because of which sshd does not start again. */
export const sshdConfigAccepted = settingsRule(
    {
        name,
        displayName: "sshd accepts its configuration",
        description:
            "Checks that sshd accepts the configuration that is written for it, so that its next restart does not lock users out.",
        severity: "high",
        enforcementLevel: "mandatory",
        tags: ["ssh", "sshd", "availability"],
        remediationSteps:
            "Correct the line, and have the script run sshd -t before it restarts sshd. Times are numbers with an optional " +
            "unit of s, m, h, d or w; TCPKeepAlive must be outside Match blocks; each line has one setting.",
        settings: {},
    },
    ({ where, refused }): Finding[] =>
        refused === undefined
            ? []
            : [
                  {
                      where,
                      setting: `${refused.keyword ?? "a line of sshd's configuration"}: ${refused.reason}`,
                      effect: "sshd refuses the whole file and does not start again, which locks everyone out",
                      bound: "text that sshd -t accepts is required",
                      source: "sshd_config(5)",
                      remedy: remedyFor(refused.reason),
                  },
              ],
);

function remedyFor(reason: string): string {
    if (/Match/.test(reason)) return "Move the line above the first Match.";

    if (/keyword/.test(reason))
        return "Write the keyword as sshd_config(5) has it, followed by a blank; ServerAliveInterval is for ssh_config.";

    return /more than one/.test(reason)
        ? "Write each setting in a line of its own."
        : "Write a value as sshd_config(5) has it: a time such as 90, 90s or 5m, a count such as 3, yes or no.";
}
