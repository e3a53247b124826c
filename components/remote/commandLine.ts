import { createHash } from "node:crypto";
import { shellQuote } from "../../core/render/shellQuote";
import { becomes } from "../inputs/connection/become";
import { launcher } from "./packing";

/** What the host program does: docs/host-program.md. */
export type Verb = "apply" | "check" | "restore";

export interface CommandLineOptions {
    become: string;
    /** `<project>/<stack>/<component name>`. */
    owner: string;
    /**
     * The host's logical name in the component. A `restore` keeps settings that another host of the component has
     * applied since, and the report of an `apply` or a `check` has the identifier of its command line.
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
    const call = [
        verb,
        // First, since a preview cuts a long command.
        ...settings,
        "--owner",
        owner,
        ...(host === undefined ? [] : ["--host", host]),
        ...(takeOver === true ? ["--take-over"] : []),
        ...(run === undefined ? [] : [`--run=${run}`]),
    ];
    const identifier = host === undefined || verb === "restore" ? [] : [`${idOption}${digest(call)}`];
    return [...(becomes.get(become) ?? []), "sh", "-c", launcher, "keepalive", ...call, ...identifier]
        .map(shellQuote)
        .join(" ");
}

/** The identifiers in the command lines of one resource; none in those that an earlier version made. */
export function idsIn(lines: readonly (string | undefined)[]): string[] {
    return lines.flatMap((line) => [...(line ?? "").matchAll(identifiers)].map(([, id = ""]) => id));
}

const idOption = "--id=";
const identifiers = new RegExp(` ${idOption}([0-9a-f]+)(?= |$)`, "g");

/** Equal calls have equal digests, so that an update without a change has the same command line. */
function digest(call: readonly string[]): string {
    return createHash("sha256").update(JSON.stringify(call)).digest("hex").slice(0, 12);
}
