import { renderSshdConfig, sshdLines } from "../../core/render/sshdConfig";
import { renderSysctl, sysctlLines } from "../../core/render/sysctl";
import { type WantedSettings, resolveSettings } from "../../core/resolve";
import { type HostPlan, hostPlan, type PlanOptions } from "../remote/hostPlan";

/** What is to be done on every server. */
export interface Plan extends HostPlan {
    /** The text of the sshd drop-in; empty if there is none. */
    sshdConfig: string;
    /** The text of the sysctl file; empty if there is none. */
    sysctlConfig: string;
}

/** Settings that have no problems, worked out. */
export function planFor(wanted: WantedSettings & PlanOptions, owner: string): Plan {
    const { server, kernel, notes } = resolveSettings(wanted);
    const [sshd, sysctl] = [sshdLines(server), sysctlLines(kernel)];
    return {
        ...hostPlan(owner, [...sshd, ...sysctl], notes, wanted),
        sshdConfig: sshd.length === 0 ? "" : renderSshdConfig(server, owner),
        sysctlConfig: sysctl.length === 0 ? "" : renderSysctl(kernel, owner),
    };
}
