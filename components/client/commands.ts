import * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import type { ClientHostArgs } from "./args";
import { commandLine } from "../remote/commandLine";
import { checkLater, type InputRules, type Judge } from "../inputs/checkInputs";
import { connectionOf } from "../remote/connection";
import { withoutStackTraces } from "../remote/withoutStackTraces";
import type { ClientPlan } from "./plan";
import { packedProgram, plainProgram } from "../remote/packing";

/** The child that keeps a user's file on another machine. */
export function remoteClientCommand(
    name: string,
    host: pulumi.Input<ClientHostArgs>,
    plan: pulumi.Output<ClientPlan>,
    { judge, ...rules }: InputRules & { judge: Judge },
    options: pulumi.CustomResourceOptions,
): command.remote.Command {
    const inputs: command.remote.CommandArgs = {
        connection: connectionOf(checkLater(host, rules, judge)),
        ...lines(plan, becomeOfInput(host)),
        stdin: packedProgram("client"),
        logging: command.remote.Logging.None,
        addPreviousOutputInEnv: false,
    };
    return withoutStackTraces(() => new command.remote.Command(name, inputs, options));
}

/** The child that keeps the file of the user who runs Pulumi. */
export function localClientCommand(
    name: string,
    plan: pulumi.Output<ClientPlan>,
    options: pulumi.CustomResourceOptions,
): command.local.Command {
    const inputs: command.local.CommandArgs = {
        ...lines(plan, pulumi.output("none")),
        stdin: plainProgram("client"),
        logging: command.local.Logging.None,
        addPreviousOutputInEnv: false,
    };
    return new command.local.Command(name, inputs, options);
}

/** Create and update put the block there, delete takes it out. */
function lines(
    plan: pulumi.Output<ClientPlan>,
    become: pulumi.Output<string>,
): Record<"create" | "update" | "delete", pulumi.Output<string>> {
    const line = (of: (plan: ClientPlan, become: string) => string | undefined): pulumi.Output<string> =>
        pulumi.all([plan, become]).apply(([all, how]) => of(all, how)) as pulumi.Output<string>;
    const applying = ({ owner, takeOver, words }: ClientPlan, how: string) => ({
        ...{ become: how, owner, takeOver },
        settings: words,
    });
    return {
        create: line((all, how) => commandLine("apply", applying(all, how))),
        // Without an update of its own, a changed create runs again. One that is another one at each run is what makes
        // the engine look at a file that needs no change.
        update: line((all, how) => {
            if (!all.check) return undefined;
            const { settings, ...rest } = applying(all, how);
            return commandLine("apply", { ...rest, run: new Date().toISOString(), settings: ["--again", ...settings] });
        }),
        delete: line(({ owner }, how) => commandLine("restore", { become: how, owner })),
    };
}

/** Known as soon as it is, so that an address still to come hides no settings in a preview. */
function becomeOfInput(host: pulumi.Input<ClientHostArgs>): pulumi.Output<string> {
    const later = pulumi.Output.isInstance(host) || host instanceof Promise;
    const fields = (later ? host : { become: host.become }) as pulumi.Input<ClientHostArgs>;
    return pulumi.output(fields).apply(({ become }) => become ?? "none");
}
