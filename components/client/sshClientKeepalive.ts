import * as pulumi from "@pulumi/pulumi";
import { checkLater, checkNow, problemCollector, resolveLater } from "../inputs/checkInputs";
import { managerOf, registerKnownHosts } from "../inputs/parts";
import { comesLater } from "../inputs/plain";
import { withoutSecrets } from "../remote/connection";
import { becomeOfInput } from "../remote/hostCommand";
import { type End, ManagedHosts, summaries } from "../remote/managedHosts";
import { ownerOf } from "../remote/owner";
import type { SshClientKeepaliveArgs } from "./args";
import { clientPlanFor } from "./plan";
import { type ClientReport, parseClientReport } from "./report";
import { clientRules, localRules } from "./rules";

/**
 * Keepalive settings for SSH clients: a marked block in users' `~/.ssh/config`, on other machines over SSH and on the
 * machine that runs Pulumi; proven by `ssh -G`, and removed when a host or the component is removed. Each file is one
 * `command.remote.Command` named `<name>-<host>`, or the `command.local.Command` named `<name>-local`.
 *
 * Throws pulumi.InputPropertiesError with all problems of the arguments before anything is changed; a value that
 * depends on other resources is checked as soon as it is known.
 */
export class SshClientKeepalive extends pulumi.ComponentResource {
    /** The block's own lines, as they can be pasted into any `~/.ssh/config`. */
    public readonly sshConfig: pulumi.Output<string>;
    /** What was found and done with each file, by the host's logical name; this machine's is `local`. */
    public readonly reports: pulumi.Output<Record<string, ClientReport>>;
    /**
     * One line per file, by the host's logical name: when ssh probes, when dead sessions end, which hops keep an idle
     * one.
     */
    public readonly summary: pulumi.Output<Record<string, string>>;

    public constructor(name: string, args: SshClientKeepaliveArgs, opts: pulumi.ComponentResourceOptions = {}) {
        const manager = managerOf("SshClientKeepalive", name, true, opts);
        const rules = clientRules(name, manager);
        const known = checkNow(args, rules.whole);
        registerKnownHosts(manager, args);
        super("pulumi-ssh-keepalive:index:SshClientKeepalive", name, withoutSecrets(args), opts);

        const { hosts = {}, local, ...settings } = args;
        const collect = problemCollector(manager.title);
        const plan = pulumi
            .all([resolveLater(settings, rules.settings, known, collect), ownerOf(this)])
            .apply(([{ inputs, resolved }, owner]) => clientPlanFor(inputs, resolved, owner));
        const management = { name, manager, rules, collect, plan, drift: args, options: opts };
        const managed = new ManagedHosts(this, management, clientEnd);
        const here = (isManaged: boolean | undefined): Record<string, pulumi.Output<ClientReport | undefined>> =>
            isManaged === true ? { local: managed.local("local") } : {};
        // A child that is known from the start is also shown in a preview.
        const ofHere = comesLater(local) ? checkLater(local, localRules(manager), collect).apply(here) : here(local);

        this.sshConfig = plan.sshConfig;
        this.reports = managed.reports(
            pulumi.all([managed.remote(hosts), ofHere]).apply(([theirs, ours]) => ({ ...theirs, ...ours })),
        );
        this.summary = summaries(this.reports);
        this.registerOutputs({ sshConfig: this.sshConfig, reports: this.reports, summary: this.summary });
    }
}

/** The client: its file belongs to the user who logs in, unless `become` is set. */
const clientEnd: End<ClientReport> = {
    program: "client",
    becomeOf: (host) => becomeOfInput(host, ["become"], ({ become }) => become ?? "none"),
    read: parseClientReport,
    done: ["changed", "previous"],
};
