/** What a component does on each of its hosts, server or client. */
export interface HostPlan {
    /** `<project>/<stack>/<component name>`. */
    owner: string;
    /** The settings as words of the host program's command line, such as `ClientAliveInterval 120`. */
    settings: string[];
    networkPath: string[];
    /** What the user should know about how the settings came about. */
    notes: string[];
    /** Whether to check each host at every update and repair drift. */
    repairDrift: boolean;
    takeOver: boolean;
}

/** The arguments of a component, other than its settings, that a plan needs. */
export interface PlanOptions {
    networkPath?: readonly (string | number)[] | undefined;
    repairDrift?: boolean | undefined;
    takeOver?: boolean | undefined;
}

/** The part of a plan that both ends have. */
export function hostPlan(
    owner: string,
    settings: string[],
    notes: string[],
    { networkPath = [], repairDrift, takeOver }: PlanOptions,
): HostPlan {
    return {
        owner,
        settings,
        networkPath: networkPath.map(String),
        notes,
        repairDrift: repairDrift === true,
        takeOver: takeOver === true,
    };
}
