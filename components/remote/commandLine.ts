import { launcher } from "./packing";
import { shellQuote } from "./shellQuote";

/** What the host program does: docs/host-program.md. */
export type Verb = "apply" | "check" | "restore";

/** How a user becomes root. `-n`: nobody is there to type a password. */
const ways = { none: [], sudo: ["sudo", "-n"], doas: ["doas", "-n"] } as const;
const becomes: Readonly<Record<string, readonly string[]>> = ways;

/** The names of all ways to become root. */
export type BecomeName = keyof typeof ways;
export const becomeNames: readonly string[] = Object.keys(ways);

/** One of `becomeNames`; where it is not set, what suits the user (`root` by default, as in a connection). */
export function becomeOf(become: string | undefined, user: string | undefined): string {
    return become ?? ((user ?? "root") === "root" ? "none" : "sudo");
}

export interface CommandLineOptions {
    become: string;
    /** `<project>/<stack>/<component name>`. */
    owner: string;
    /** The host's logical name in the component. A `restore` leaves alone what another of its hosts has applied since. */
    host?: string;
    takeOver?: boolean;
    /** Any text. A command line with a `run` that has changed runs again, on a host where an apply has been before. */
    run?: string;
    /** Lines of the files, such as `ClientAliveInterval 120`. */
    settings?: readonly string[];
}

/**
 * The command that runs the host program, which comes on standard input, whatever the login shell is. The settings are
 * plainly readable in it, since this is what a preview shows; a secret never is.
 */
export function commandLine(verb: Verb, options: CommandLineOptions): string {
    const { become, owner, host, takeOver, run, settings = [] } = options;
    const words = [
        ...(becomes[become] ?? []),
        ...["sh", "-c", launcher, "keepalive", verb],
        // First, since a preview cuts a long command.
        ...settings,
        ...["--owner", owner],
        ...(host === undefined ? [] : ["--host", host]),
        ...(takeOver === true ? ["--take-over"] : []),
        ...(run === undefined ? [] : [`--run=${run}`]),
    ];
    return words.map(shellQuote).join(" ");
}
