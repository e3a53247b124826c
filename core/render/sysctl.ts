import type { KernelSettings } from "../settings";
import { withHeader } from "./header";
import { settingLines } from "./lines";

/** The sysctl line of each setting that is set, such as `net.ipv4.tcp_keepalive_time = 300`. */
export function sysctlLines(kernel: KernelSettings): string[] {
    return settingLines("kernel", kernel).map(({ line }) => line);
}

/** The complete file for `/etc/sysctl.d`. */
export function renderSysctl(kernel: KernelSettings, owner: string): string {
    return withHeader(owner, sysctlLines(kernel));
}
