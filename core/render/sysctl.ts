import { sysctlKeys } from "../directives";
import type { KernelSettings } from "../settings";
import { withHeader } from "./header";
import { rendered } from "./value";

/** One sysctl line a setting that is set, for example `net.ipv4.tcp_keepalive_time = 300`. */
export function sysctlLines(kernel: KernelSettings): string[] {
    return sysctlKeys.flatMap(({ property, keyword }) => {
        const value = kernel[property];
        return value === undefined ? [] : [`${keyword} = ${rendered(value)}`];
    });
}

/** The complete file for `/etc/sysctl.d`. */
export function renderSysctl(kernel: KernelSettings, owner: string): string {
    return withHeader(owner, sysctlLines(kernel));
}
