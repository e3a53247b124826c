import { Association, type AssociationArgs, Document } from "@pulumi/aws/ssm";
import * as pulumi from "@pulumi/pulumi";
import { childOptions } from "../remote/childOptions";
import { checkLater, checkNow, judgeOf } from "../inputs/checkInputs";
import { planFor } from "../server/plan";
import type { SshKeepaliveAssociationArgs } from "./args";
import { associationRules, documentRules, fleetRules } from "./associationRules";
import { documentContent } from "./document";

/**
 * Keepalive settings of sshd and of the kernel on a fleet, applied by AWS Systems Manager: nothing is dialled, and
 * instances that come later get them too. One `aws.ssm.Document` carries the host program with the settings, and one
 * `aws.ssm.Association` runs it on the targets: at once, at each change, and by its schedule, which puts drift right.
 *
 * AWS runs nothing on an instance when an association goes. So hosts are given back what they had by an update with
 * `restore: true`, before the component is removed.
 *
 * Throws pulumi.InputPropertiesError with all problems of the arguments; what depends on other resources is judged as
 * soon as it is known.
 */
export class SshKeepaliveAssociation extends pulumi.ComponentResource {
    /** The text of the sshd drop-in; empty if no directive is set. */
    public readonly sshdConfig: pulumi.Output<string>;
    /** The text of the sysctl file; empty if no kernel value is set. */
    public readonly sysctlConfig: pulumi.Output<string>;
    /** The document's name, by which Systems Manager shows its runs. */
    public readonly documentName: pulumi.Output<string>;
    /** The association's id, by which Systems Manager shows when it ran where. */
    public readonly associationId: pulumi.Output<string>;

    public constructor(name: string, args: SshKeepaliveAssociationArgs, opts: pulumi.ComponentResourceOptions = {}) {
        checkNow(args, associationRules(name));
        // The package of the type is the plugin from which other languages have it, plugin/aws.
        const former = { aliases: [{ type: "pulumi-ssh-keepalive:index:SshKeepaliveAssociation" }] };
        super(
            "pulumi-ssh-keepalive-aws:index:SshKeepaliveAssociation",
            name,
            { ...args },
            pulumi.mergeOptions(opts, former),
        );

        const owner = `${pulumi.getProject()}/${pulumi.getStack()}/${name}`;
        const { takeOver, restore, profile, networkPath, server, kernel, ...fleet } = args;
        const settings = { takeOver, restore, profile, networkPath, server, kernel };
        const judge = judgeOf(documentRules(name).component);
        const checked = checkLater(settings, documentRules(name), judge);
        const plan = checked.apply((wanted) => planFor(wanted, owner));
        plan.notes.apply((notes) => notes.forEach((note) => void pulumi.log.info(note, this)));

        const options = childOptions(this, opts);
        const document = new Document(
            name,
            {
                documentType: "Command",
                documentFormat: "JSON",
                content: pulumi
                    .all([plan, checked])
                    .apply(([all, wanted]) => documentContent(all, wanted.restore === true)),
            },
            options,
        );
        const association = new Association(
            name,
            {
                name: document.name,
                // Named, so that a changed document runs at once and not only when it is time.
                documentVersion: document.latestVersion,
                ...associationInputs(checkLater(fleet, fleetRules(name), judge)),
            },
            options,
        );

        this.sshdConfig = plan.sshdConfig;
        this.sysctlConfig = plan.sysctlConfig;
        this.documentName = document.name;
        this.associationId = association.associationId;
        this.registerOutputs({
            sshdConfig: this.sshdConfig,
            sysctlConfig: this.sysctlConfig,
            documentName: this.documentName,
            associationId: this.associationId,
        });
    }
}

/** The arguments that go to the association. */
type FleetArgs = Pick<
    SshKeepaliveAssociationArgs,
    | "targets"
    | "scheduleExpression"
    | "maxConcurrency"
    | "maxErrors"
    | "outputLocation"
    | "waitForSuccessTimeoutSeconds"
>;

/** The fields that the user gives, and the defaults of those that AWS would choose otherwise. */
function associationInputs(fleet: pulumi.Output<pulumi.Unwrap<FleetArgs>>): AssociationArgs {
    const given = <Field extends keyof AssociationArgs>(field: Field, otherwise?: unknown): AssociationArgs[Field] =>
        fleet.apply(
            (fields) => (fields as Record<string, unknown>)[field] ?? otherwise,
        ) as unknown as AssociationArgs[Field];
    return {
        targets: given("targets"),
        scheduleExpression: given("scheduleExpression", "rate(30 minutes)"),
        maxConcurrency: given("maxConcurrency", "10%"),
        maxErrors: given("maxErrors", "10%"),
        outputLocation: given("outputLocation"),
        waitForSuccessTimeoutSeconds: given("waitForSuccessTimeoutSeconds"),
    };
}
