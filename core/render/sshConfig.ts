import type { ClientSettings } from "../settings";
import { shown } from "../validate/shown";
import { settingLines } from "./lines";

/** The `ssh_config` line of each setting that is set, such as `ServerAliveInterval 120`. */
export function sshClientLines(client: ClientSettings): string[] {
    return settingLines("client", client).map(({ line }) => line);
}

/**
 * A `Host` block for `~/.ssh/config`. ssh takes the first value that it obtains, so a block for some hosts belongs above
 * one for more of them, and `Host *` to the end.
 *
 * @param patterns host patterns without a `hostPatternReason`; at least one
 */
export function renderSshConfig(client: ClientSettings, patterns: readonly string[] = ["*"]): string {
    return [`Host ${patterns.join(" ")}`, ...sshClientLines(client).map((line) => `    ${line}`), ""].join("\n");
}

/** Why this is not a valid pattern for `Host`, or undefined if it is. Never throws. */
export function hostPatternReason(pattern: unknown): string | undefined {
    if (typeof pattern === "string" && /^!?[A-Za-z0-9._:*?@%+-]{1,255}$/.test(pattern)) return undefined;
    return `${shown(pattern)} is not a host pattern: letters, digits and . _ : @ % + - with * and ? as wildcards, and ! in front to exclude; write for example "*.example.com"`;
}
