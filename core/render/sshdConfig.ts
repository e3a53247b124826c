import type { ServerSettings } from "../settings";
import { withHeader } from "./header";
import { settingLines } from "./lines";

/** The `sshd_config` line of each setting that is set, such as `ClientAliveInterval 120`. */
export function sshdLines(server: ServerSettings): string[] {
    return settingLines("server", server).map(({ line }) => line);
}

/** The complete drop-in for `/etc/ssh/sshd_config.d`. */
export function renderSshdConfig(server: ServerSettings, owner: string): string {
    return withHeader(owner, sshdLines(server));
}
