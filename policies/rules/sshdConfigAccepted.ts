import type { Finding } from "../finding";
import { settingsRule } from "../rule";

const name = "sshd-config-accepted";

/** Rejects configuration with which sshd does not start. */
export const sshdConfigAccepted = settingsRule(
    {
        name,
        displayName: "sshd accepts its configuration",
        description:
            "Checks that sshd accepts the configuration written for it, so that its next restart does not lock users out.",
        severity: "high",
        enforcementLevel: "mandatory",
        tags: ["ssh", "sshd", "availability"],
        remediationSteps:
            "Correct the line, and have the script run sshd -t before it restarts sshd. Times are numbers with an optional " +
            "unit of s, m, h, d or w; TCPKeepAlive must be outside Match blocks; each setting needs its own line.",
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
                      bound: "configuration that sshd -t accepts is required",
                      source: "sshd_config(5)",
                      remedy: remedyFor(refused.reason),
                  },
              ],
);

function remedyFor(reason: string): string {
    if (/Match/.test(reason)) return "Move the line above the first Match.";

    if (/keyword/.test(reason))
        return "Write the keyword as in sshd_config(5), followed by a space; ServerAliveInterval belongs in ssh_config.";

    return /more than one/.test(reason)
        ? "Write each setting on its own line."
        : "Write a value as in sshd_config(5): a time such as 90, 90s or 5m, a count such as 3, yes or no.";
}
