import * as pulumi from "@pulumi/pulumi";
import { type Managing, thisRun } from "../inputs/programRun";
import type { Host } from "./args";
import { idsIn } from "./commandLine";
import { applyCommand, checkCommand, type Connection, type HostChild, type HostCommand } from "./hostCommand";
import type { HostPlan } from "./hostPlan";
import { type HostFindings, printed } from "./hostReport";
import { countHost } from "./manyHosts";
import { sameMachine, sameMachineText } from "./sameMachine";
import { tellDrift, tellWarnings } from "./tell";

/** How one end of SSH is managed on a host. */
export interface End<Report extends HostFindings> {
    program: HostCommand["program"];
    /** How the host program becomes root, resolved as early as possible. */
    becomeOf: (host: pulumi.Input<Host>) => pulumi.Output<string>;
    /**
     * Reads what the host program printed. Throws an Error that says what is wrong with it.
     *
     * @param ids the identifiers in the command's lines
     */
    read: (stdout: string, networkPath: readonly string[], ids: readonly string[]) => Report;
    /** The fields of a report that say what an apply did; a later look has nothing new on them. */
    done: readonly (keyof Report)[];
}

/** When a component looks at its hosts though nothing has changed. */
export interface Looking {
    check?: pulumi.Input<boolean | undefined> | undefined;
    repairDrift?: pulumi.Input<boolean | undefined> | undefined;
}

/** `nodeJSProcessExitedAfterLoggingUserActionableMessage` of @pulumi/pulumi/cmd/run, which does not export it to programs. */
const toldExitCode = 32;

/** The one line of each report. */
export function summaries(
    reports: pulumi.Output<Record<string, { summary: string }>>,
): pulumi.Output<Record<string, string>> {
    return reports.apply((all) =>
        Object.fromEntries(Object.entries(all).map(([host, { summary }]) => [host, summary])),
    );
}

/**
 * The hosts of one component: each has a child named `<component>-<host>` that applies the settings, and with `check`
 * another one, `<component>-<host>/check`, that looks at every update.
 */
export class ManagedHosts<Report extends HostFindings> {
    public constructor(
        private readonly component: pulumi.ComponentResource,
        private readonly managing: Managing & { name: string },
        private readonly plan: pulumi.Output<HostPlan>,
        private readonly looking: Looking,
        private readonly end: End<Report>,
        private readonly options: pulumi.CustomResourceOptions,
        private readonly run = thisRun(),
    ) {
        plan.notes.apply((notes) => notes.forEach((note) => void pulumi.log.info(note, component)));
    }

    /**
     * Another machine. Its report is undefined where it cannot be read, which the console says.
     *
     * @param checked the same fields, once they have been checked
     */
    public remote(
        host: string,
        fields: pulumi.Input<Host>,
        checked: pulumi.Output<pulumi.Unwrap<Host>>,
    ): pulumi.Output<Report | undefined> {
        return this.managed(host, checked, this.end.becomeOf(fields));
    }

    /** The machine that runs Pulumi. */
    public local(host: string): pulumi.Output<Report | undefined> {
        return this.managed(host, undefined, pulumi.output("none"));
    }

    /** All valid reports, by host; logs what users should know about them. */
    public reports(each: pulumi.Output<Record<string, Report | undefined>>): pulumi.Output<Record<string, Report>> {
        return (each as pulumi.Output<unknown>).apply((all) => {
            const known = Object.entries(all as Record<string, Report | undefined>).filter(([, report]) => report);
            const reports = Object.fromEntries(known) as Record<string, Report>;
            if (!pulumi.runtime.isDryRun()) tellWarnings(this.component, reports);
            return reports as never;
        });
    }

    private managed(
        host: string,
        connection: Connection,
        become: pulumi.Output<string>,
    ): pulumi.Output<Report | undefined> {
        countHost(this.run, this.component);
        const what = { program: this.end.program, host, plan: this.plan, become };
        const applied = applyCommand(`${this.managing.name}-${host}`, connection, what, this.options);
        const report = this.reportOf(host, applied, true);
        return whether(this.looking, (look) => {
            if (!look) return report;
            // A host has no "/" in its name, so this one is no other host's.
            const name = `${this.managing.name}-${host}/check`;
            const looked = checkCommand(name, connection, what, { ...this.options, dependsOn: applied });
            return pulumi
                .all([report, this.reportOf(host, looked, false)])
                .apply(
                    ([before, now]) => this.lookedAt(before as Report | undefined, now as Report | undefined) as never,
                );
        });
    }

    /** What a look found, with what the last apply did. */
    private lookedAt(before: Report | undefined, now: Report | undefined): Report | undefined {
        if (before === undefined || now === undefined) return now ?? before;
        return { ...now, ...Object.fromEntries(this.end.done.map((field) => [field, before[field]])) };
    }

    private reportOf(host: string, child: HostChild, applies: boolean): pulumi.Output<Report | undefined> {
        return pulumi
            .all([child.stdout, child.stderr, child.urn, this.plan, child.create, child.update])
            .apply(([stdout, stderr, urn, { networkPath, repairDrift }, ...lines]) => {
                try {
                    // Of the lines in the state: an update with --target keeps those, and the output, of an earlier one.
                    const ids = idsIn(lines);
                    const report = this.end.read(stdout, networkPath, ids);
                    if (applies) this.tellSameMachine(host, stdout, ids, urn);
                    // Reports of earlier runs, or in a preview, were logged before.
                    const fresh = !pulumi.runtime.isDryRun() && (repairDrift || !applies);
                    if (fresh) tellDrift(this.component, host, report.drift, applies);
                    return report as never;
                } catch (error) {
                    this.tellUnreadable(host, (error as Error).message, stderr, urn);
                    return undefined as never;
                }
            });
    }

    /** An error where two names of this run lead to one machine, which only their reports show. */
    private tellSameMachine(host: string, stdout: string, ids: readonly string[], urn: string): void {
        const one = { component: this.managing, host, urn };
        const other = sameMachine(this.run, one, stdout, ids);
        if (other !== undefined) this.fail(sameMachineText(one, other));
    }

    private tellUnreadable(host: string, reason: string, stderr: string, urn: string): void {
        const errorOutput = stderr === "" ? "" : `; on its standard error, ${printed(stderr)}`;
        this.fail(
            `${host}: ${reason}${errorOutput}. The command ended with 0 all the same: a forced command or a wrapper on the ` +
                `host may have run something else. Correct that, then apply again: pulumi up --replace '${urn}'`,
        );
    }

    /** Logs an error of one host without stopping the others: the update continues, and fails at its end. */
    private fail(text: string): void {
        if (pulumi.runtime.isDryRun()) {
            void pulumi.log.warn(text, this.component);
            return;
        }
        void pulumi.log.error(text, this.component);
        // A logged error alone fails nothing. With this exit code, a program reports that it failed and has logged why.
        process.exitCode = toldExitCode;
    }
}

/** Whether to check without repairing; resolved immediately if possible, so that a preview shows the checking children. */
function whether<Result>(
    { check, repairDrift }: Looking,
    make: (look: boolean) => pulumi.Output<Result>,
): pulumi.Output<Result> {
    const decide = (looks: unknown, repairs: unknown): pulumi.Output<Result> =>
        make(looks === true && repairs !== true);
    const later = [check, repairDrift].some((input) => pulumi.Output.isInstance(input) || input instanceof Promise);
    if (!later) return decide(check, repairDrift);
    const both = pulumi.all([check, repairDrift]) as pulumi.Output<unknown[]>;
    return both.apply<Result>(([looks, repairs]) => decide(looks, repairs));
}
