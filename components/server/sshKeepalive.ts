import * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import type { HostArgs, SshKeepaliveArgs } from "./args";
import { childOptions } from "../remote/childOptions";
import { becomeOf, commandLine, type CommandLineOptions, type Verb } from "../remote/commandLine";
import { packedProgram } from "../remote/packing";
import { type HostReport, parseReport } from "./report";
import { checkLater, checkNow, type InputRules, type Judge, judgeOf } from "../inputs/checkInputs";
import { ofHost } from "../inputs/inputError";
import { connectionOf, withoutSecrets } from "../remote/connection";
import { hostRules, settingsRules, wholeRules } from "./rules";
import { type Plan, planFor } from "./plan";
import { tell } from "./tell";
import { withoutStackTraces } from "../remote/withoutStackTraces";

/**
 * Keepalive settings of sshd and of the kernel on a set of hosts, applied over SSH: checked before, proven after, and
 * undone when a host or the component goes. Each host is one `command.remote.Command` named `<name>-<host>`.
 *
 * Throws pulumi.InputPropertiesError with all problems of the arguments before anything is touched; what depends on
 * other resources is judged as soon as it is known.
 */
export class SshKeepalive extends pulumi.ComponentResource {
    /** The text of the sshd drop-in; empty if no directive is set. */
    public readonly sshdConfig: pulumi.Output<string>;
    /** The text of the sysctl file; empty if no kernel value is set. */
    public readonly sysctlConfig: pulumi.Output<string>;
    /** What was found and done on each host, by its logical name. */
    public readonly reports: pulumi.Output<Record<string, HostReport>>;

    public constructor(name: string, args: SshKeepaliveArgs, opts: pulumi.ComponentResourceOptions = {}) {
        checkNow(args, wholeRules(name));
        super("pulumi-ssh-keepalive:index:SshKeepalive", name, withoutSecrets(args), opts);

        const owner = `${pulumi.getProject()}/${pulumi.getStack()}/${name}`;
        const { hosts, ...settings } = args;
        const rules = settingsRules(name);
        const judge = judgeOf(rules.component);
        const plan = checkLater(settings, rules, judge).apply((wanted) => planFor(wanted, owner));
        plan.notes.apply((notes) => notes.forEach((note) => void pulumi.log.info(note, this)));

        const reports = Object.entries(hosts).map(([host, connection]) => {
            const child = remoteCommand(
                `${name}-${host}`,
                connection,
                plan,
                { ...hostRules(name, host), judge },
                childOptions(this, opts),
            );
            return [host, reportOf(this, host, child.stdout, plan)] as const;
        });

        this.sshdConfig = plan.sshdConfig;
        this.sysctlConfig = plan.sysctlConfig;
        this.reports = pulumi.output(Object.fromEntries(reports));
        this.registerOutputs({
            sshdConfig: this.sshdConfig,
            sysctlConfig: this.sysctlConfig,
            reports: this.reports,
        });
    }
}

// No private method: a schema, which is inferred from the class's declaration, would have it as an output.
function reportOf(
    component: pulumi.Resource,
    host: string,
    stdout: pulumi.Output<string>,
    plan: pulumi.Output<Plan>,
): pulumi.Output<HostReport> {
    return pulumi.all([stdout, plan]).apply(([printed, { networkPath, check }]) => {
        const report = ofHost(host, () => parseReport(printed, networkPath));
        // An output that is only remembered, or previewed, has been told before.
        if (check && !pulumi.runtime.isDryRun()) tell(component, host, report);
        return report;
    });
}

/** The one child of a host: create and update apply the settings, delete gives back what was there. */
function remoteCommand(
    name: string,
    host: pulumi.Input<HostArgs>,
    plan: pulumi.Output<Plan>,
    { judge, ...rules }: InputRules & { judge: Judge },
    options: pulumi.CustomResourceOptions,
): command.remote.Command {
    const line = (verb: Verb, more: (plan: Plan) => Partial<CommandLineOptions>): pulumi.Output<string> =>
        pulumi
            .all([becomeOfInput(host), plan])
            .apply(([become, all]) => commandLine(verb, { become, owner: all.owner, ...more(all) }));
    const settings = ({ lines, takeOver }: Plan): Partial<CommandLineOptions> => ({ settings: lines, takeOver });
    const again = line("apply", (all) => ({ ...settings(all), run: new Date().toISOString() }));
    const inputs: command.remote.CommandArgs = {
        connection: connectionOf(checkLater(host, rules, judge)),
        create: line("apply", settings),
        // Without an update of its own, a changed create runs again. One that is another one at each run is what
        // makes the engine look at a host that needs no change.
        update: pulumi
            .all([plan, again])
            .apply(([{ check }, run]) => (check ? run : undefined)) as pulumi.Output<string>,
        delete: line("restore", () => ({})),
        stdin: packedProgram("server"),
        logging: command.remote.Logging.None,
        addPreviousOutputInEnv: false,
    };
    return withoutStackTraces(() => new command.remote.Command(name, inputs, options));
}

/** Known as soon as its two fields are, so that an address still to come hides no settings in a preview. */
function becomeOfInput(host: pulumi.Input<HostArgs>): pulumi.Output<string> {
    const later = pulumi.Output.isInstance(host) || host instanceof Promise;
    const fields = (later ? host : { become: host.become, user: host.user }) as pulumi.Input<HostArgs>;
    return pulumi.output(fields).apply(({ become, user }) => becomeOf(become, user));
}
