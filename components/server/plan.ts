import { renderSshdConfig, sshdLines } from "../../core/render/sshdConfig";
import { renderSysctl, sysctlLines } from "../../core/render/sysctl";
import type { ResolvedSettings } from "../../core/resolve";
import { type HostPlan, hostPlan, type PlanOptions } from "../remote/hostPlan";

/** What to do on each server. */
export interface Plan extends HostPlan {
    /** The text of the sshd drop-in; empty if there is none. */
    sshdConfig: string;
    /** The text of the sysctl file; empty if there is none. */
    sysctlConfig: string;
}

/** The plan for settings that have no problems. */
export function planFor(options: PlanOptions, { server, kernel, notes }: ResolvedSettings, owner: string): Plan {
    const sshd = sshdLines(server);
    const sysctl = sysctlLines(kernel);
    return {
        ...hostPlan(owner, [...sshd, ...sysctl], notes, options),
        sshdConfig: sshd.length === 0 ? "" : renderSshdConfig(server, owner),
        sysctlConfig: sysctl.length === 0 ? "" : renderSysctl(kernel, owner),
    };
}
