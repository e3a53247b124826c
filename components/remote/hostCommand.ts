import * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import type { HostArgs } from "../server/args";
import type { ProgramName } from "../shell/programs";
import { commandLine, type CommandLineOptions } from "./commandLine";
import { connectionOf } from "./connection";
import type { HostPlan } from "./hostPlan";
import { packedProgram, plainProgram } from "./packing";
import { withoutStackTraces } from "./withoutStackTraces";
import { comesLater } from "../inputs/plain";

/** What a host's child does. */
export interface HostCommand {
    program: ProgramName;
    /** The host's logical name. */
    host: string;
    plan: pulumi.Output<HostPlan>;
    /** How the host program becomes root: one of `becomeNames`. */
    become: pulumi.Output<string>;
}

/** The one child of another machine: create and update apply the settings, delete gives back what was there. */
export function remoteHostCommand(
    name: string,
    connection: pulumi.Output<pulumi.Unwrap<HostArgs>>,
    what: HostCommand,
    options: pulumi.CustomResourceOptions,
): command.remote.Command {
    const inputs: command.remote.CommandArgs = {
        connection: connectionOf(connection),
        ...commandLines(what),
        stdin: packedProgram(what.program),
        logging: command.remote.Logging.None,
        addPreviousOutputInEnv: false,
    };
    return withoutStackTraces(() => new command.remote.Command(name, inputs, childOptionsOf(options)));
}

/** The same for the machine and the user that run Pulumi. */
export function localHostCommand(
    name: string,
    what: HostCommand,
    options: pulumi.CustomResourceOptions,
): command.local.Command {
    const inputs: command.local.CommandArgs = {
        ...commandLines(what),
        stdin: plainProgram(what.program),
        logging: command.local.Logging.None,
        addPreviousOutputInEnv: false,
    };
    return withoutStackTraces(() => new command.local.Command(name, inputs, childOptionsOf(options)));
}

/**
 * A child that is replaced keeps its name and its commands, so nothing could tell the restore of the old one from that
 * of the new one: the old one goes first. See docs/decisions/2026-11-25-which-host-applied-last.md.
 */
function childOptionsOf(options: pulumi.CustomResourceOptions): pulumi.CustomResourceOptions {
    return { ...options, deleteBeforeReplace: true };
}

function commandLines({
    host,
    plan,
    become,
}: HostCommand): Record<"create" | "update" | "delete", pulumi.Output<string>> {
    const line = (of: (plan: HostPlan, call: CommandLineOptions) => string | undefined): pulumi.Output<string> =>
        pulumi
            .all([plan, become])
            .apply(([all, how]) => of(all, { become: how, owner: all.owner, host })) as pulumi.Output<string>;
    return {
        create: line((all, call) => commandLine("apply", { ...all, ...call })),
        // Without an update of its own, a changed create runs again. This one has the time in it, so that it differs at
        // each run, and the engine looks at a host that needs no change.
        update: line((all, call) =>
            all.check ? commandLine("apply", { ...all, ...call, run: new Date().toISOString() }) : undefined,
        ),
        delete: line((_, call) => commandLine("restore", call)),
    };
}

/**
 * How to become root on a host, known as soon as the fields that say so are: an address still to come then hides no
 * settings in a preview.
 */
export function becomeOfInput(
    host: pulumi.Input<HostArgs>,
    fields: readonly ("become" | "user")[],
    choose: (known: { become?: string; user?: string }) => string,
): pulumi.Output<string> {
    const later = comesLater(host);
    const input: unknown = later ? host : Object.fromEntries(fields.map((field) => [field, host[field]]));
    return (pulumi.output(input) as pulumi.Output<unknown>).apply((known) =>
        choose(known as { become?: string; user?: string }),
    );
}
