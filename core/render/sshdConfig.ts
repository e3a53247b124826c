import { sshdDirectives } from "../directives";
import type { ServerSettings } from "../settings";
import { withHeader } from "./header";
import { rendered } from "./value";

/** One `sshd_config` line a setting that is set, in the order of the table, for example `ClientAliveInterval 120`. */
export function sshdLines(server: ServerSettings): string[] {
    return sshdDirectives.flatMap(({ property, keyword }) => {
        const value = server[property];
        return value === undefined ? [] : [`${keyword} ${rendered(value)}`];
    });
}

/** The complete drop-in for `/etc/ssh/sshd_config.d`. */
export function renderSshdConfig(server: ServerSettings, owner: string): string {
    return withHeader(owner, sshdLines(server));
}
