import * as pulumi from "@pulumi/pulumi";

/** What the components of one stack need to know about each other in one run of its program. */
export interface ProgramRun {
    /** The number of hosts so far, in all components. */
    hosts: number;
    /** Which host manages a file on a machine, by a key that identifies the machine and, for users' files, the user. */
    readonly managed: Map<string, ManagedHost>;
    /** Which host's apply left a machine in the state with this stamp. */
    readonly left: Map<string, AppliedHost>;
    /** Which host's apply found it in that state. */
    readonly found: Map<string, AppliedHost>;
}

/** A host of a component. */
interface ManagedHost {
    component: Manager;
    /** Its logical name. */
    host: string;
}

/** A host whose command has run. */
export interface AppliedHost extends ManagedHost {
    urn: string;
}

/** A component that manages hosts, as described to the others. */
export interface Manager {
    /** Its name in errors, such as `SshKeepalive "web"`. */
    title: string;
    /** Whether each user of a machine has a file of their own. */
    perUser: boolean;
    /** What creates it; components with the same name but different creators are different components. */
    madeBy: unknown;
}

/** The same component, even if constructed again, as a program's own tests do. */
export function isSame(one: Manager, other: Manager): boolean {
    return one.title === other.title && one.madeBy === other.madeBy;
}

const runs = new Map<unknown, ProgramRun>();

/** More runs than one process has at the same time. */
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

/** A gRPC client. A component plugin creates one for each component, all with the engine's address. */
interface Monitor {
    getChannel?: () => { getTarget: () => string };
}
