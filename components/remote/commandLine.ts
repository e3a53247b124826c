import { becomes } from "../inputs/connection/become";
import { launcher } from "./packing";
import { shellQuote } from "./shellQuote";

/** What the host program does: docs/host-program.md. */
export type Verb = "apply" | "check" | "restore";

export interface CommandLineOptions {
    become: string;
    /** `<project>/<stack>/<component name>`. */
    owner: string;
    /**
     * The host's logical name in the component. A `restore` keeps settings that another host of the component has
     * applied since.
     */
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
        "sh",
        "-c",
        launcher,
        "keepalive",
        verb,
        // First, since a preview cuts a long command.
        ...settings,
        "--owner",
        owner,
        ...(host === undefined ? [] : ["--host", host]),
        ...(takeOver === true ? ["--take-over"] : []),
        ...(run === undefined ? [] : [`--run=${run}`]),
    ];
    return words.map(shellQuote).join(" ");
}
