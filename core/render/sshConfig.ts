import { sshClientDirectives } from "../directives";
import type { ClientSettings } from "../settings";
import { shown } from "../validate/shown";
import { rendered } from "./value";

/** One `ssh_config` line a setting that is set, in the order of the table, for example `ServerAliveInterval 120`. */
export function sshClientLines(client: ClientSettings): string[] {
    return sshClientDirectives.flatMap(({ property, keyword }) => {
        const value = client[property];
        return value === undefined ? [] : [`${keyword} ${rendered(value)}`];
    });
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
