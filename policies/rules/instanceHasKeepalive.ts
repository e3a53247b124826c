import type { PolicyResource } from "@pulumi/policy";
import { isRecord } from "../../core/records";
import { message } from "../finding";
import { maxDepth } from "../parsers/budget";
import { knownProps, notYetKnown } from "../resources/known";
import { isOwnCommand } from "../resources/ownCommands";
import { resourceTypeOf } from "../resources/resourceTypes";
import { statementsOf, hasSettings } from "../resources/statements";
import { isServerComponent, sshKeepaliveAssociationType } from "../resources/types";
import { mayCarrySettings, stackRule } from "../rule";

const name = "instance-has-keepalive";
const templateType = "aws:ec2/launchTemplate:LaunchTemplate";

/** Reports machines for which nothing in the stack configures keepalive. */
export const instanceHasKeepalive = stackRule(
    {
        name,
        displayName: "Instances have keepalive",
        description: "Checks that a resource in the stack configures keepalive on every machine.",
        severity: "low",
        enforcementLevel: "advisory",
        tags: ["instances", "ssh", "keepalive"],
        remediationSteps:
            "Add the machine to the hosts of an SshKeepalive, or put the settings into its user data or launch template. " +
            "This rule does not see settings in the machine image.",
        settings: {},
    },
    async ({ resources }, reportViolation) => {
        const instances = resources.filter(isMachine);
        if (instances.length === 0) return;

        const sources = await sourcesAmong(resources);
        const reached = dependenciesOf(sources);
        const sourceProps = [...sources].map(({ type, props }) => ({ type, props: knownProps(props) }));
        for (const instance of instances) {
            const own = knownProps(instance.props);
            const isReached = reached.has(instance.urn) || propertySources(instance).some((each) => sources.has(each));
            if (
                !isReached &&
                !mayHoldSettings(instance.type, own) &&
                !sourceProps.some((source) => reaches(source, own))
            )
                reportViolation(message(instance.name, finding), instance);
        }
    },
);

/** Machines of any cloud except Windows machines, whose sshd has its files elsewhere. */
function isMachine({ type, props }: PolicyResource): boolean {
    const { osProfile } = resourceTypeOf(type)?.isMachine === true ? knownProps(props) : {};
    return (
        resourceTypeOf(type)?.isMachine === true && !(isRecord(osProfile) && isRecord(osProfile.windowsConfiguration))
    );
}

/** The resources that a machine's properties come from: a launch template, rendered user data. */
function propertySources({ propertyDependencies }: PolicyResource): PolicyResource[] {
    return Object.values(propertyDependencies).flat();
}

const finding = {
    where: "the stack",
    setting: "no keepalive settings",
    effect: "no resource configures sshd's or the kernel's keepalive on this instance",
    bound: "one resource that configures it is required",
    source: name,
    remedy: "Add it to the hosts of an SshKeepalive, or put the settings into its user data.",
};

/** The resources that contain keepalive settings. */
async function sourcesAmong(resources: readonly PolicyResource[]): Promise<Set<PolicyResource>> {
    const sources = new Set<PolicyResource>();
    for (const resource of resources.filter(({ type }) => mayCarrySettings(type))) {
        const known = { ...resource, parent: resource.parent?.urn, props: knownProps(resource.props) };
        const isOwn = isServerComponent(resource.type) || (runsCommands(resource.type) && isOwnCommand(known));
        if (isOwn || (await statementsOf(known)).some(hasSettings)) sources.add(resource);
    }
    return sources;
}

/** Whether resources of the type run commands on hosts. */
function runsCommands(type: string): boolean {
    return type === "command:remote:Command" || type.startsWith("aws:ssm/");
}

/** The URNs of the resources and of all their transitive dependencies: an address may come from an Elastic IP. */
function dependenciesOf(sources: Iterable<PolicyResource>): Set<string> {
    const reached = new Set<string>();
    const pending = [...sources];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
        if (!reached.has(next.urn)) {
            reached.add(next.urn);
            pending.push(...next.dependencies, ...Object.values(next.propertyDependencies).flat());
        }
    }
    return reached;
}

type Source = Pick<PolicyResource, "type" | "props">;

/** Whether a resource with settings reaches the instance, by its address, its template or its tags. */
function reaches({ type, props }: Source, instance: Record<string, unknown>): boolean {
    const addresses = stringsIn(instance);
    return (
        hostsIn(props).some((host) => host !== "" && addresses.has(host)) ||
        (type === templateType && isTemplateOf(props, instance)) ||
        (/^aws:ssm\/association:/.test(type) || type === sshKeepaliveAssociationType
            ? isTargeted(props.targets, instance)
            : false)
    );
}

/** Every string in a machine's properties, including its addresses, whichever property a provider uses for them. */
function stringsIn(value: unknown, depth = 0, found = new Set<unknown>()): Set<unknown> {
    if (typeof value === "string") found.add(value);
    else if (typeof value === "object" && value !== null && depth < maxDepth)
        Object.values(value).forEach((each) => stringsIn(each, depth + 1, found));

    return found;
}

function hostsIn({ connection, hosts }: Record<string, unknown>): unknown[] {
    const connections = [connection, ...(isRecord(hosts) ? Object.values(hosts) : [])].filter(isRecord);
    return connections.map(({ host }) => host).filter((host) => typeof host === "string");
}

function isTemplateOf({ id, name }: Record<string, unknown>, { launchTemplate }: Record<string, unknown>): boolean {
    const identifiers = isRecord(launchTemplate) ? [launchTemplate.id, launchTemplate.name] : [];
    return [id, name].some((each) => typeof each === "string" && each !== "" && identifiers.includes(each));
}

/** All conditions must hold; a condition that is not known yet counts as met. */
function isTargeted(targets: unknown, instance: Record<string, unknown>): boolean {
    const conditions = Array.isArray(targets) ? (targets as unknown[]) : [];
    return targets === notYetKnown || (conditions.length > 0 && conditions.every((each) => holds(each, instance)));
}

function holds(condition: unknown, { id, tags }: Record<string, unknown>): boolean {
    if (!isRecord(condition) || typeof condition.key !== "string" || !Array.isArray(condition.values))
        return condition === notYetKnown || (isRecord(condition) && condition.values === notYetKnown);

    const values = condition.values as unknown[];
    const [, tag] = /^tag:(.+)$/.exec(condition.key) ?? [];
    const value = tag === undefined ? id : isRecord(tags) ? tags[tag] : tags;
    return values.includes("*") || values.includes(notYetKnown) || value === notYetKnown || values.includes(value);
}

/** Whether the settings may be in user data that is not known yet, or of which the provider keeps only the hash. */
function mayHoldSettings(type: string, props: Record<string, unknown>): boolean {
    const isHash = typeof props.userData === "string" && /^[0-9a-f]{40}$/.test(props.userData);
    const texts = resourceTypeOf(type)?.texts ?? [];
    return isHash || props.launchTemplate === notYetKnown || texts.some(({ path }) => isUnknownAt(props, path));
}

function isUnknownAt(value: unknown, [first, ...rest]: readonly string[]): boolean {
    if (value === notYetKnown || first === undefined) return value === notYetKnown;

    const inside = first === "*" && Array.isArray(value) ? (value as unknown[]) : isRecord(value) ? [value[first]] : [];
    return inside.some((each) => isUnknownAt(each, rest));
}
