import { renderSshdConfig, sshdLines } from "../../core/render/sshdConfig";
import { renderSysctl, sysctlLines } from "../../core/render/sysctl";
import { type WantedSettings, resolveSettings } from "../../core/resolve";

/** What is to be done on every host of a component. */
export interface Plan {
    /** `<project>/<stack>/<component name>`. */
    owner: string;
    /** The settings as lines of the files that they go to. */
    lines: string[];
    /** The text of the sshd drop-in; empty if there is none. */
    sshdConfig: string;
    /** The text of the sysctl file; empty if there is none. */
    sysctlConfig: string;
    networkPath: string[];
    /** What the user should know about how the settings came about. */
    notes: string[];
    /** Whether to look at each host at every update. */
    check: boolean;
    takeOver: boolean;
}

/** Settings that have no problems, worked out. */
export function planFor(
    { check, takeOver, ...wanted }: WantedSettings & { check?: boolean | undefined; takeOver?: boolean | undefined },
    owner: string,
): Plan {
    const { server, kernel, notes } = resolveSettings(wanted);
    const [sshd, sysctl] = [sshdLines(server), sysctlLines(kernel)];
    return {
        owner,
        lines: [...sshd, ...sysctl],
        sshdConfig: sshd.length === 0 ? "" : renderSshdConfig(server, owner),
        sysctlConfig: sysctl.length === 0 ? "" : renderSysctl(kernel, owner),
        networkPath: (wanted.networkPath ?? []).map(String),
        notes,
        check: check === true,
        takeOver: takeOver === true,
    };
}
