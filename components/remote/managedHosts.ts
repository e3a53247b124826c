import * as pulumi from "@pulumi/pulumi";
import { ofHost } from "../inputs/inputError";
import type { HostArgs } from "../server/args";
import { type HostCommand, localHostCommand, remoteHostCommand } from "./hostCommand";
import type { HostPlan } from "./hostPlan";
import type { HostFindings } from "./hostReport";
import { tell } from "./tell";

/** How one end of SSH is managed on a host. */
export interface End<Report extends HostFindings> {
    program: HostCommand["program"];
    /** How the host program becomes what it must be, known as early as can be. */
    becomeOf: (host: pulumi.Input<HostArgs>) => pulumi.Output<string>;
    /** Reads what the host program printed. Throws an Error that says what is wrong with it. */
    read: (stdout: string, networkPath: readonly string[]) => Report;
}

/** Whose settings are on a host: `<project>/<stack>/<component name>`. */
export function ownerOf(name: string): string {
    return `${pulumi.getProject()}/${pulumi.getStack()}/${name}`;
}

/** The hosts of one component: one child each, named `<component>-<host>`, whose output is the host's report. */
export class ManagedHosts<Report extends HostFindings> {
    public constructor(
        private readonly component: pulumi.ComponentResource,
        private readonly name: string,
        private readonly plan: pulumi.Output<HostPlan>,
        private readonly end: End<Report>,
        private readonly options: pulumi.CustomResourceOptions,
    ) {
        plan.notes.apply((notes) => notes.forEach((note) => void pulumi.log.info(note, component)));
    }

    /**
     * Another machine.
     *
     * @param checked the same fields, once they have been judged
     */
    public remote(
        host: string,
        fields: pulumi.Input<HostArgs>,
        checked: pulumi.Output<pulumi.Unwrap<HostArgs>>,
    ): pulumi.Output<Report> {
        const what = { program: this.end.program, host, plan: this.plan, become: this.end.becomeOf(fields) };
        return this.reportOf(host, remoteHostCommand(`${this.name}-${host}`, checked, what, this.options));
    }

    /** The machine that runs Pulumi. */
    public local(host: string): pulumi.Output<Report> {
        const what = { program: this.end.program, host, plan: this.plan, become: pulumi.output("none") };
        return this.reportOf(host, localHostCommand(`${this.name}-${host}`, what, this.options));
    }

    private reportOf(host: string, child: { stdout: pulumi.Output<string> }): pulumi.Output<Report> {
        return pulumi.all([child.stdout, this.plan]).apply(([stdout, { networkPath, check }]) => {
            const report = ofHost(host, () => this.end.read(stdout, networkPath));
            // An output that is only remembered, or previewed, has been told before.
            if (check && !pulumi.runtime.isDryRun()) tell(this.component, host, report);
            return report as never;
        });
    }
}
