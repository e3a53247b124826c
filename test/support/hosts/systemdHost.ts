import type { BootPlan } from "./lightHost";
import type { ProcessIdentity } from "./types";

/** Boots a systemd host, and gives its first process once sshd answers. */
export function bootSystemdHost(plan: BootPlan): Promise<ProcessIdentity> {
    return Promise.reject(new Error(`${plan.name}: not yet`));
}
