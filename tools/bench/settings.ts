import { renderSshdConfig, sshdLines } from "../../core/render/sshdConfig";
import { renderSysctl, sysctlLines } from "../../core/render/sysctl";
import type { KernelSettings, ServerSettings } from "../../core/settings";

/** The settings that every peer applies: three sshd directives and three kernel values. Times are in seconds. */
export interface Wanted {
    readonly server: ServerSettings & { readonly clientAliveInterval: number };
    readonly kernel: KernelSettings;
}

/** The settings that each peer applies, one after the other. */
export const scenarios = ["nothing", "change", "no change"] as const;
export type Scenario = (typeof scenarios)[number];

/** The settings of a scenario: on hosts without settings, with one value changed, and unchanged. */
export function wantedIn(scenario: Scenario): Wanted {
    return {
        server: {
            tcpKeepAlive: true,
            clientAliveInterval: scenario === "nothing" ? 120 : 60,
            clientAliveCountMax: 3,
        },
        kernel: { time: 300, interval: 60, probes: 5 },
    };
}

/** The owner of the settings, as named in a file on a host. */
export const owner = "bench/dev/keepalive";

/** The settings as arguments of the host program. */
export function lines({ server, kernel }: Wanted): string[] {
    return [...sshdLines(server), ...sysctlLines(kernel)];
}

/** The settings as the text of a drop-in and of a sysctl file. */
export function files({ server, kernel }: Wanted): { sshd: string; sysctl: string } {
    return { sshd: renderSshdConfig(server, owner), sysctl: renderSysctl(kernel, owner) };
}
