import { smallestHop } from "../../core/networkPath";
import { doublesInterval } from "../../core/openssh";
import type { ServerSettings } from "../../core/settings";
import type { Exception } from "../exceptions";
import { numberBounds, requirementOn } from "../standard";

/** A rule's configuration with its defaults; which of the settings there are depends on the rule. */
export interface Configured {
    standard: string;
    exceptions: readonly Exception[];
    openssh?: string;
    networkPath?: readonly string[];
    minInterval?: number;
    minTime?: number;
    minSeconds?: number;
    maxSeconds?: number;
}

export interface Range {
    min?: number;
    max?: number;
}

/** What one setting of one rule requires. Times are in seconds. */
export interface Bound {
    /** The setting with its value, for a message. */
    setting: string;
    /** What makes it less strict. */
    change: string;
    /** The time between two probes; for the kernel, before the first one. */
    interval?: Range;
    /** ClientAliveCountMax. */
    count?: Range;
    /** The time until a dead peer's session or connection ends. */
    ends?: Range;
    /** Whether sshd waits two intervals between probes. */
    doubles?: boolean;
}

/** The bounds of a rule on sshd's keepalive; of other rules, none. */
export function sshdBounds(rule: string, config: Configured): Bound[] {
    const { standard, openssh = "" } = config;
    const doubles = openssh !== "" && doublesInterval(openssh);
    switch (rule) {
        case "dead-peer-detection-not-too-slow":
            return [{ ...own(rule, config, "maxSeconds"), doubles }, ...ofStandard(rule, standard, "max")];
        case "keepalive-not-too-aggressive":
            return [
                { ...own(rule, config, "minInterval"), doubles },
                { ...own(rule, config, "minSeconds"), doubles },
                ...ofStandard(rule, standard, "min"),
            ];
        case "keepalive-outlives-network-path":
            // Without a version, the rule assumes the longest period.
            return hopBound(rule, config.networkPath ?? [], openssh === "", doubles);
        default:
            return [];
    }
}

/** The bounds of a rule on the kernel's keepalive; of other rules, none. */
export function kernelBounds(rule: string, config: Configured): Bound[] {
    return rule === "kernel-keepalive-within-bounds"
        ? (["minTime", "minSeconds", "maxSeconds"] as const).map((setting) => own(rule, config, setting))
        : [];
}

function own(
    rule: string,
    config: Configured,
    setting: "minInterval" | "minTime" | "minSeconds" | "maxSeconds",
): Bound {
    const value = config[setting];
    const range = value === undefined ? {} : setting === "maxSeconds" ? { max: value } : { min: value };
    return {
        setting: `${setting} ${value} of ${rule}`,
        change: `${setting === "maxSeconds" ? "raise" : "lower"} ${setting}`,
        ...(/Seconds$/.test(setting) ? { ends: range } : { interval: range }),
    };
}

/** The side of the standard's requirements that the rule checks. */
function ofStandard(rule: string, standard: string, side: "min" | "max"): Bound[] {
    if (standard === "none") return [];

    const range = (property: keyof ServerSettings): Range => {
        const value = numberBounds(requirementOn(standard, property))[side];
        return value === undefined ? {} : { [side]: value };
    };
    return [
        {
            setting: `standard "${standard}" of ${rule}`,
            change: `choose another standard than "${standard}"`,
            interval: range("clientAliveInterval"),
            count: range("clientAliveCountMax"),
        },
    ];
}

function hopBound(rule: string, path: readonly string[], isUnknown: boolean, doubles: boolean): Bound[] {
    const hop = smallestHop(path);
    if (hop === undefined) return [];

    return [
        {
            setting: `networkPath ${JSON.stringify(hop.name)} of ${rule}`,
            change: `${isUnknown ? "set openssh to the version of the servers, or " : ""}remove ${JSON.stringify(hop.name)} from networkPath`,
            interval: { max: hop.idleTimeout - 1 },
            doubles: isUnknown || doubles,
        },
    ];
}
