import * as pulumi from "@pulumi/pulumi";

/** What the components of one stack must know of each other in one run of its program. */
export interface ProgramRun {
    /** How many hosts there are so far, over all components. */
    hosts: number;
    /** Which host manages a file on a machine, by what tells machines, and users where it is theirs, apart. */
    readonly managed: Map<string, ManagedHost>;
    /** Which host's apply left a machine in the state that has this mark. */
    readonly left: Map<string, AppliedHost>;
    /** Which host's apply found it so. */
    readonly found: Map<string, AppliedHost>;
}

/** A host of a component. */
export interface ManagedHost {
    component: Managing;
    /** Its logical name. */
    host: string;
}

/** A host whose command has run. */
export interface AppliedHost extends ManagedHost {
    urn: string;
}

/** A component that manages hosts, as far as the others must know it. */
export interface Managing {
    /** As errors call it, such as `SshKeepalive "web"`. */
    title: string;
    /** Whether the users of a machine have a file each. */
    perUser: boolean;
    /** What makes it; components of one name are different ones if something else makes them. */
    madeBy: unknown;
}

/** The same component, maybe constructed again, as a program's own tests do. */
export function isSame(one: Managing, other: Managing): boolean {
    return one.title === other.title && one.madeBy === other.madeBy;
}

const runs = new Map<unknown, ProgramRun>();

/** More runs than one process has at a time. */
const manyRuns = 100;

/**
 * The run that the calling code is part of: one process may run many programs, each in a stack of its own, or one of them
 * again and again. The engine has a monitor, with an address of its own, for each.
 */
export function thisRun(): ProgramRun {
    const monitor = pulumi.runtime.getMonitor() as Monitor | undefined;
    const address = monitor?.getChannel?.().getTarget() ?? monitor;
    const known = runs.get(address);
    if (known !== undefined) return known;
    const run = { hosts: 0, managed: new Map(), left: new Map(), found: new Map() } as const;
    runs.set(address, run);
    const [oldest] = runs.keys();
    if (runs.size > manyRuns) runs.delete(oldest);
    return run;
}

/** A client of gRPC. A component plugin makes one for each component, all with the engine's address. */
interface Monitor {
    getChannel?: () => { getTarget: () => string };
}
