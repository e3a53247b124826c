import * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { comesLater } from "../inputs/plain";
import type { ProgramName } from "../shell/programs";
import type { Host } from "./args";
import { commandLine, type CommandLineOptions } from "./commandLine";
import { connectionOf } from "./connection";
import type { HostPlan } from "./hostPlan";
import { packedProgram, plainProgram } from "./packing";
import { withoutStackTraces } from "./withoutStackTraces";

/** What a host's children do. */
export interface HostCommand {
    program: ProgramName;
    /** The host's logical name. */
    host: string;
    plan: pulumi.Output<HostPlan>;
    /** How the host program becomes root: one of `becomeNames`. */
    become: pulumi.Output<string>;
}

/** A machine as its command connects to it; undefined for the one that runs Pulumi. */
export type Connection = pulumi.Output<pulumi.Unwrap<Host>> | undefined;

/** The outputs of a command resource. */
export type HostChild = command.remote.Command | command.local.Command;

/**
 * The one child of a host that changes it: create and update apply the settings, delete restores the earlier values.
 */
export function applyCommand(
    name: string,
    connection: Connection,
    what: HostCommand,
    options: pulumi.CustomResourceOptions,
): HostChild {
    const line = linesOf(what);
    const lines = {
        create: line((all, call) => commandLine("apply", { ...all, ...call })),
        // Without an update of its own, a changed create runs again.
        update: line((all, call) =>
            all.repairDrift ? commandLine("apply", { ...all, ...call, run: now() }) : undefined,
        ),
        delete: line((_, call) => commandLine("restore", call)),
    };
    // A child that is replaced keeps its name and its commands, so the restore of the old one could not be distinguished
    // from one of the new one: the old one is deleted first. See docs/decisions/2026-11-25-which-host-applied-last.md.
    return hostChild(name, connection, what.program, lines, { ...options, deleteBeforeReplace: true });
}

/** The child of a host that only checks it, at every update, and changes nothing. */
export function checkCommand(
    name: string,
    connection: Connection,
    what: HostCommand,
    options: pulumi.CustomResourceOptions,
): HostChild {
    const create = linesOf(what)((all, call) => commandLine("check", { ...call, settings: all.settings, run: now() }));
    return hostChild(name, connection, what.program, { create }, options);
}

/** With the time in it, a command line differs at each run, so that the engine runs it though no input has changed. */
function now(): string {
    return new Date().toISOString();
}

/** Builds command lines from a host's plan and from the options that all lines of the host share. */
function linesOf({
    host,
    plan,
    become,
}: HostCommand): (of: (plan: HostPlan, call: CommandLineOptions) => string | undefined) => pulumi.Output<string> {
    return (of) =>
        pulumi
            .all([plan, become])
            .apply(([all, how]) => of(all, { become: how, owner: all.owner, host })) as pulumi.Output<string>;
}

function hostChild(
    name: string,
    connection: Connection,
    program: ProgramName,
    lines: Partial<Record<"create" | "update" | "delete", pulumi.Output<string>>>,
    options: pulumi.CustomResourceOptions,
): HostChild {
    const common = { ...lines, logging: "none", addPreviousOutputInEnv: false } as const;
    return withoutStackTraces(() =>
        connection === undefined
            ? new command.local.Command(name, { ...common, stdin: plainProgram(program) }, options)
            : new command.remote.Command(
                  name,
                  { ...common, connection: connectionOf(connection), stdin: packedProgram(program) },
                  options,
              ),
    );
}

/**
 * How to become root on a host, known as soon as the fields that determine it are, so that a preview shows the settings
 * even if the address is not known yet.
 */
export function becomeOfInput(
    host: pulumi.Input<Host>,
    fields: readonly ("become" | "user")[],
    choose: (known: { become?: string; user?: string }) => string,
): pulumi.Output<string> {
    const later = comesLater(host);
    const input: unknown = later ? host : Object.fromEntries(fields.map((field) => [field, host[field]]));
    return (pulumi.output(input) as pulumi.Output<unknown>).apply((known) =>
        // A host that is not an object is reported by its check.
        choose((known ?? {}) as { become?: string; user?: string }),
    );
}
