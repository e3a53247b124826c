import * as pulumi from "@pulumi/pulumi";
import { checkLater, type ProblemCollector } from "../inputs/checkInputs";
import { isPlugin, withoutStack } from "../inputs/inputError";
import type { ComponentRules } from "../inputs/parts";
import { comesLater } from "../inputs/plain";
import { type Manager, thisRun } from "../inputs/programRun";
import type { Host } from "./args";
import { childOptions } from "./childOptions";
import { idsIn } from "./commandLine";
import { applyCommand, checkCommand, type Connection, type HostChild, type HostCommand } from "./hostCommand";
import { warnOfHostKeys } from "./hostKeys";
import type { HostPlan } from "./hostPlan";
import { type HostFindings, printed } from "./hostReport";
import { listed, logDrift, logWarnings } from "./log";
import { countHost } from "./manyHosts";
import { sameMachine, sameMachineText } from "./sameMachine";

/** How one end of SSH is managed on a host. */
export interface End<Report extends HostFindings> {
    program: HostCommand["program"];
    /** How the host program becomes root, resolved as early as possible. */
    becomeOf: (host: pulumi.Input<Host>) => pulumi.Output<string>;
    /**
     * Reads what the host program printed. Throws an Error that names what is wrong.
     *
     * @param ids the identifiers in the command's lines
     */
    read: (stdout: string, networkPath: readonly string[], ids: readonly string[]) => Report;
    /** The fields of a report that describe the apply, which a later check does not know. */
    done: readonly (keyof Report)[];
}

/** What a component brings to the management of its hosts. */
export interface Management {
    name: string;
    manager: Manager;
    rules: ComponentRules;
    collect: ProblemCollector;
    plan: pulumi.Output<HostPlan>;
    /** Its switches `check` and `repairDrift`. */
    drift: DriftSwitches;
    options: pulumi.ComponentResourceOptions;
}

interface DriftSwitches {
    check?: pulumi.Input<boolean | undefined> | undefined;
    repairDrift?: pulumi.Input<boolean | undefined> | undefined;
}

type Hosts = Record<string, pulumi.Input<Host>>;

/** `nodeJSProcessExitedAfterLoggingUserActionableMessage` of @pulumi/pulumi/cmd/run, which does not export it to programs. */
const loggedFailureExitCode = 32;

/** The summary of each report, by host. */
export function summaries(
    reports: pulumi.Output<Record<string, { summary: string }>>,
): pulumi.Output<Record<string, string>> {
    return reports.apply((all) =>
        Object.fromEntries(Object.entries(all).map(([host, { summary }]) => [host, summary])),
    );
}

/**
 * The hosts of one component: each has a child named `<component>-<host>` that applies the settings, and with `check`
 * another one, `<component>-<host>/check`, that checks it at every update.
 */
export class ManagedHosts<Report extends HostFindings> {
    private readonly childOptions: pulumi.CustomResourceOptions;
    private readonly run = thisRun();
    /** The hosts whose errors have been logged. */
    private readonly failed = new Set<string>();

    public constructor(
        private readonly component: pulumi.ComponentResource,
        private readonly own: Management,
        private readonly end: End<Report>,
    ) {
        this.childOptions = childOptions(component, own.options);
        own.plan.notes.apply((notes) => notes.forEach((note) => void pulumi.log.info(note, component)));
    }

    /**
     * The reports of other machines, each undefined if it cannot be read, which is logged. `hosts` may also be a single
     * output, which its type permits; a preview that does not know the names yet shows no commands.
     */
    public remote(hosts: Hosts): pulumi.Output<Record<string, Report | undefined>> {
        const { rules, collect } = this.own;
        const each = (named: Hosts) => {
            warnOfHostKeys(this.component, named);
            const reports = Object.entries(named).map(([host, fields]) => {
                const checked = checkLater(fields, rules.host(host), collect);
                return [host, this.managed(host, checked, this.end.becomeOf(fields))] as const;
            });
            return pulumi.all(Object.fromEntries(reports)) as pulumi.Output<Record<string, Report | undefined>>;
        };
        if (!comesLater(hosts)) return each(hosts);
        const known = checkLater({ hosts }, rules.hosts, collect) as pulumi.Output<{ hosts: Hosts }>;
        return known.apply((all) => each(all.hosts));
    }

    /** The machine that runs Pulumi. */
    public local(host: string): pulumi.Output<Report | undefined> {
        return this.managed(host, undefined, pulumi.output("none"));
    }

    /**
     * The reports that could be read, by host; logs their warnings. In a plugin, rejects if a host has failed: only that
     * fails an update in another language, whose program does not know what was logged.
     */
    public reports(each: pulumi.Output<Record<string, Report | undefined>>): pulumi.Output<Record<string, Report>> {
        return (each as pulumi.Output<unknown>).apply((all) => {
            const known = Object.entries(all as Record<string, Report | undefined>).filter(([, report]) => report);
            const reports = Object.fromEntries(known) as Record<string, Report>;
            if (!pulumi.runtime.isDryRun()) logWarnings(this.component, reports);
            if (isPlugin() && this.failed.size > 0) {
                const { title } = this.own.manager;
                const hosts = listed([...this.failed]);
                throw withoutStack(new Error(`${title}: the errors of these hosts fail this update: ${hosts}.`));
            }
            return reports as never;
        });
    }

    private managed(
        host: string,
        connection: Connection,
        become: pulumi.Output<string>,
    ): pulumi.Output<Report | undefined> {
        countHost(this.run, this.component);
        const what = { program: this.end.program, host, plan: this.own.plan, become };
        const applied = applyCommand(`${this.own.name}-${host}`, connection, what, this.childOptions);
        const report = this.reportOf(host, applied, true);
        return whenChecking(this.own.drift, (checks) => {
            if (!checks) return report;
            // A host has no "/" in its name, so no other host's command has this name.
            const name = `${this.own.name}-${host}/check`;
            const check = checkCommand(name, connection, what, { ...this.childOptions, dependsOn: applied });
            return pulumi
                .all([report, this.reportOf(host, check, false)])
                .apply(
                    ([before, now]) => this.merged(before as Report | undefined, now as Report | undefined) as never,
                );
        });
    }

    /** The report of a check, with what the last apply did. */
    private merged(applied: Report | undefined, checked: Report | undefined): Report | undefined {
        if (applied === undefined || checked === undefined) return checked ?? applied;
        return { ...checked, ...Object.fromEntries(this.end.done.map((field) => [field, applied[field]])) };
    }

    private reportOf(host: string, child: HostChild, applies: boolean): pulumi.Output<Report | undefined> {
        return pulumi
            .all([child.stdout, child.stderr, child.urn, this.own.plan, child.create, child.update])
            .apply(([stdout, stderr, urn, { networkPath, repairDrift }, ...lines]) => {
                try {
                    // Of the lines in the state: an update with --target keeps those, and the output, of an earlier one.
                    const ids = idsIn(lines);
                    const report = this.end.read(stdout, networkPath, ids);
                    if (applies) this.failForSameMachine(host, stdout, ids, urn);
                    // Reports of earlier runs, or in a preview, were logged before.
                    const fresh = !pulumi.runtime.isDryRun() && (repairDrift || !applies);
                    if (fresh) logDrift(this.component, host, report.drift, applies);
                    return report as never;
                } catch (error) {
                    this.failForReport(host, (error as Error).message, stderr, urn);
                    return undefined as never;
                }
            });
    }

    /** An error where two names of this run lead to one machine, which only their reports show. */
    private failForSameMachine(host: string, stdout: string, ids: readonly string[], urn: string): void {
        const one = { component: this.own.manager, host, urn };
        const other = sameMachine(this.run, one, stdout, ids);
        if (other !== undefined) this.fail(host, sameMachineText(one, other));
    }

    private failForReport(host: string, reason: string, stderr: string, urn: string): void {
        const errorOutput = stderr === "" ? "" : `; on its standard error, ${printed(stderr)}`;
        this.fail(
            host,
            `${host}: ${reason}${errorOutput}. The command ended with 0 all the same: a forced command or a wrapper on the ` +
                `host may have run something else. Correct that, then apply again: pulumi up --replace '${urn}'`,
        );
    }

    /** Logs an error of one host without stopping the others: the update continues, and fails at its end. */
    private fail(host: string, text: string): void {
        if (pulumi.runtime.isDryRun()) {
            void pulumi.log.warn(text, this.component);
            return;
        }
        this.failed.add(host);
        void pulumi.log.error(text, this.component);
        // A logged error alone fails nothing. With this exit code, a program reports that it failed and has logged why.
        process.exitCode = loggedFailureExitCode;
    }
}

/** Decides whether to check without repairing; immediately if possible, so that a preview shows the checking children. */
function whenChecking<Result>(
    { check, repairDrift }: DriftSwitches,
    make: (checks: boolean) => pulumi.Output<Result>,
): pulumi.Output<Result> {
    const decide = (checks: unknown, repairs: unknown) => make(checks === true && repairs !== true);
    if (!comesLater(check) && !comesLater(repairDrift)) return decide(check, repairDrift);
    const both = pulumi.all([check, repairDrift]) as pulumi.Output<unknown[]>;
    return both.apply<Result>(([checks, repairs]) => decide(checks, repairs));
}
