import { Association, type AssociationArgs, Document } from "@pulumi/aws/ssm";
import * as pulumi from "@pulumi/pulumi";
import { defined } from "../../../core/records";
import { checkLater, checkNow, problemCollector, resolveLater } from "../../inputs/checkInputs";
import { inputError } from "../../inputs/inputError";
import { childOptions } from "../../remote/childOptions";
import { ownerNamed } from "../../remote/owner";
import { planFor } from "../../server/plan";
import type { SshKeepaliveAssociationArgs } from "./args";
import { documentContent, documentName } from "./document";
import { associationRules, documentRules, fleetArguments, fleetRules, optionProblems } from "./rules";

/**
 * Keepalive settings for sshd and the kernel on a fleet, applied by AWS Systems Manager: Pulumi connects to no
 * instance, and instances that start later also get the settings. One `aws.ssm.Document` carries the host program with
 * the settings, and one `aws.ssm.Association` runs it on the targets: immediately, at each change, and on its schedule,
 * which repairs drift. Changed settings create a new document and a new association; the earlier association is deleted
 * first.
 *
 * AWS runs nothing on an instance when an association is deleted. So restore the hosts' earlier settings by an update
 * with `restore: true` before you remove the component.
 *
 * Throws pulumi.InputPropertiesError with all problems of the arguments; a value that depends on other resources is
 * checked as soon as it is known. `retainOnDelete: true` is refused. `protect: true` protects the component, not the
 * document and the association, which a change must be able to replace.
 */
export class SshKeepaliveAssociation extends pulumi.ComponentResource {
    /** The text of the sshd drop-in; empty if no directive is set. */
    public readonly sshdConfig: pulumi.Output<string>;
    /** The text of the sysctl file; empty if no kernel value is set. */
    public readonly sysctlConfig: pulumi.Output<string>;
    /** The document's name, under which Systems Manager shows its runs; it changes with the content. */
    public readonly documentName: pulumi.Output<string>;
    /** Systems Manager's ID of the association, by which its executions are listed; it changes with the document. */
    public readonly associationId: pulumi.Output<string>;

    public constructor(name: string, args: SshKeepaliveAssociationArgs, opts: pulumi.ComponentResourceOptions = {}) {
        const known = checkNow(args, associationRules(name));
        const refused = optionProblems(opts);
        if (refused.length > 0) throw inputError(associationRules(name).component, refused);
        // The package of the type is the plugin from which other languages have it, plugin/aws.
        const former = { aliases: [{ type: "pulumi-ssh-keepalive:index:SshKeepaliveAssociation" }] };
        super(
            "pulumi-ssh-keepalive-aws:index:SshKeepaliveAssociation",
            name,
            { ...args },
            pulumi.mergeOptions(opts, former),
        );

        const owner = ownerNamed(name);
        const { takeOver, restore, profile, networkPath, server, kernel, ...fleet } = args;
        const settings = { takeOver, restore, profile, networkPath, server, kernel };
        const collect = problemCollector(documentRules(name).component);
        const checked = resolveLater(settings, documentRules(name), known, collect);
        const plan = checked.apply(({ inputs, resolved }) => planFor(inputs, resolved, owner));
        plan.notes.apply((notes) => notes.forEach((note) => void pulumi.log.info(note, this)));

        const content = pulumi
            .all([plan, checked])
            .apply(([all, { inputs }]) => documentContent(all, inputs.restore === true));
        // Both are replaced at each change, which `protect` would forbid, and `retainOnDelete` would leave behind.
        const options = { ...childOptions(this, opts), protect: false, retainOnDelete: false };
        const document = new Document(
            name,
            {
                name: content.apply((text) => documentName(name, text)),
                documentType: "Command",
                documentFormat: "JSON",
                content,
            },
            options,
        );
        const association = new Association(
            name,
            {
                name: document.name,
                // Explicit, so that a version added manually runs nowhere.
                documentVersion: document.latestVersion,
                ...associationInputs(checkLater(fleet, fleetRules(name), collect)),
            },
            // Two associations at a time would revert each other's settings.
            { ...options, deleteBeforeReplace: true },
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

/** The defaults of what AWS would choose otherwise. */
const defaults = { scheduleExpression: "rate(30 minutes)", maxConcurrency: "10%", maxErrors: "10%" } as const;

type FleetArgs = Pick<SshKeepaliveAssociationArgs, (typeof fleetArguments)[number]>;

/** One output each, so that a preview shows those that are known. */
function associationInputs(fleet: pulumi.Output<pulumi.Unwrap<FleetArgs>>): AssociationArgs {
    const given = (field: keyof FleetArgs): pulumi.Output<unknown> =>
        fleet.apply((fields) => ({ ...defaults, ...defined(fields) })[field]);
    return Object.fromEntries(fleetArguments.map((field) => [field, given(field)]));
}
