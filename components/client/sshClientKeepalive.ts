import * as pulumi from "@pulumi/pulumi";
import { childOptions } from "../remote/childOptions";
import { localClientCommand, remoteClientCommand } from "./commands";
import { type ClientPlan, clientPlanFor } from "./plan";
import { type ClientReport, parseClientReport } from "./report";
import type { SshClientKeepaliveArgs } from "./args";
import { checkLater, checkNow, judgeOf } from "../inputs/checkInputs";
import { clientHostRules, clientSettingsRules, localRules, wholeClientRules } from "./rules";
import { ofHost } from "../inputs/inputError";
import { withoutSecrets } from "../remote/connection";
import { tell } from "../server/tell";

/**
 * Keepalive settings of SSH clients: a marked block in users' `~/.ssh/config`, on other machines over SSH and on the one
 * that runs Pulumi; proven by `ssh -G`, and taken out when a host or the component goes. Each file is one
 * `command.remote.Command` named `<name>-<host>`, or the `command.local.Command` named `<name>-local`.
 *
 * Throws pulumi.InputPropertiesError with all problems of the arguments before anything is touched; what depends on
 * other resources is judged as soon as it is known.
 */
export class SshClientKeepalive extends pulumi.ComponentResource {
    /** The block's own lines, as they can be pasted into any `~/.ssh/config`. */
    public readonly sshConfig: pulumi.Output<string>;
    /** What was found and done with each file, by the host's logical name; this machine's is `local`. */
    public readonly reports: pulumi.Output<Record<string, ClientReport>>;

    public constructor(name: string, args: SshClientKeepaliveArgs, opts: pulumi.ComponentResourceOptions = {}) {
        checkNow(args, wholeClientRules(name));
        super("pulumi-ssh-keepalive:index:SshClientKeepalive", name, withoutSecrets(args), opts);

        const owner = `${pulumi.getProject()}/${pulumi.getStack()}/${name}`;
        const { hosts = {}, local, ...settings } = args;
        const rules = clientSettingsRules(name);
        const judge = judgeOf(rules.component);
        const plan = checkLater(settings, rules, judge).apply((wanted) => clientPlanFor(wanted, owner));
        plan.notes.apply((notes) => notes.forEach((note) => void pulumi.log.info(note, this)));
        const options = childOptions(this, opts);

        const remote = Object.entries(hosts).map(([host, connection]) => {
            const hostRules = { ...clientHostRules(name, host), judge };
            const child = remoteClientCommand(`${name}-${host}`, connection, plan, hostRules, options);
            return [host, reportOf(this, host, child.stdout, plan)] as const;
        });
        const here = (wanted: boolean | undefined): Record<string, pulumi.Output<ClientReport>> =>
            wanted === true
                ? { local: reportOf(this, "local", localClientCommand(`${name}-local`, plan, options).stdout, plan) }
                : {};
        // A child that is known from the start shows in a preview, too.
        const late = pulumi.Output.isInstance(local) || local instanceof Promise;
        const ofHere = late ? checkLater(local, localRules(name), judge).apply(here) : here(local);

        this.sshConfig = plan.sshConfig;
        this.reports = pulumi
            .all([Object.fromEntries(remote), ofHere])
            .apply(([theirs, ours]) => ({ ...theirs, ...ours }));
        this.registerOutputs({ sshConfig: this.sshConfig, reports: this.reports });
    }
}

// No private method: a schema, which is inferred from the class's declaration, would have it as an output.
function reportOf(
    component: pulumi.Resource,
    host: string,
    stdout: pulumi.Output<string>,
    plan: pulumi.Output<ClientPlan>,
): pulumi.Output<ClientReport> {
    return pulumi.all([stdout, plan]).apply(([printed, { networkPath, check }]) => {
        const report = ofHost(host, () => parseClientReport(printed, networkPath));
        // An output that is only remembered, or previewed, has been told before.
        if (check && !pulumi.runtime.isDryRun()) tell(component, host, report);
        return report;
    });
}
