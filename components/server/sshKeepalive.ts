import * as pulumi from "@pulumi/pulumi";
import { checkNow, problemCollector, resolveLater } from "../inputs/checkInputs";
import { becomeOf } from "../inputs/connection/become";
import { managerOf, registerKnownHosts } from "../inputs/parts";
import { withoutSecrets } from "../remote/connection";
import { becomeOfInput } from "../remote/hostCommand";
import { type End, ManagedHosts, summaries } from "../remote/managedHosts";
import { ownerOf } from "../remote/owner";
import type { SshKeepaliveArgs } from "./args";
import { planFor } from "./plan";
import { type HostReport, parseReport } from "./report";
import { serverRules } from "./rules";

/**
 * Keepalive settings for sshd and the kernel on a set of hosts, applied over SSH: checked before applying, proven
 * afterwards, and undone when a host or the component is removed. Each host is one `command.remote.Command` named
 * `<name>-<host>`; with `check`, a second command, `<name>-<host>/check`, checks it for drift.
 *
 * Throws pulumi.InputPropertiesError with all problems of the arguments before anything is changed; a value that
 * depends on other resources is checked as soon as it is known.
 */
export class SshKeepalive extends pulumi.ComponentResource {
    /** The text of the sshd drop-in; empty if no directive is set. */
    public readonly sshdConfig: pulumi.Output<string>;
    /** The text of the sysctl file; empty if no kernel value is set. */
    public readonly sysctlConfig: pulumi.Output<string>;
    /** What was found and done on each host, by its logical name. */
    public readonly reports: pulumi.Output<Record<string, HostReport>>;
    /** One line per host, by its logical name: when it probes, when dead sessions end, which hops keep an idle one. */
    public readonly summary: pulumi.Output<Record<string, string>>;

    public constructor(name: string, args: SshKeepaliveArgs, opts: pulumi.ComponentResourceOptions = {}) {
        const manager = managerOf("SshKeepalive", name, false, opts);
        const rules = serverRules(name, manager);
        const known = checkNow(args, rules.whole);
        registerKnownHosts(manager, args);
        super("pulumi-ssh-keepalive:index:SshKeepalive", name, withoutSecrets(args), opts);

        const { hosts, ...settings } = args;
        const collect = problemCollector(manager.title);
        const plan = pulumi
            .all([resolveLater(settings, rules.settings, known, collect), ownerOf(this)])
            .apply(([{ inputs, resolved }, owner]) => planFor(inputs, resolved, owner));
        const management = { name, manager, rules, collect, plan, drift: args, options: opts };
        const managed = new ManagedHosts(this, management, serverEnd);

        this.sshdConfig = plan.sshdConfig;
        this.sysctlConfig = plan.sysctlConfig;
        this.reports = managed.reports(managed.remote(hosts));
        this.summary = summaries(this.reports);
        this.registerOutputs({
            sshdConfig: this.sshdConfig,
            sysctlConfig: this.sysctlConfig,
            reports: this.reports,
            summary: this.summary,
        });
    }
}

/** The server: its files are root's. */
const serverEnd: End<HostReport> = {
    program: "server",
    becomeOf: (host) => becomeOfInput(host, ["become", "user"], ({ become, user }) => becomeOf(become, user)),
    read: parseReport,
    done: ["changed", "reloaded", "previous"],
};
