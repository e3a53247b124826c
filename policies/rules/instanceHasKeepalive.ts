import type { PolicyResource } from "@pulumi/policy";
import { isRecord } from "../../core/validate/shape";
import { message } from "../finding";
import { knownProps, notYetKnown } from "../resources/known";
import { isOwnCommand } from "../resources/ownCommands";
import { placesOf } from "../resources/places";
import { statementsOf, statesSomething } from "../resources/statements";
import { isServerComponent, sshKeepaliveAssociationType } from "../resources/types";
import { isOfInterest, stackRule } from "../rule";

const name = "instance-has-keepalive";
const templateType = "aws:ec2/launchTemplate:LaunchTemplate";

/** Points out machines that nothing in the stack gives keepalive settings. */
export const instanceHasKeepalive = stackRule(
    {
        name,
        displayName: "Instances have keepalive",
        description: "Checks that some resource in the stack gives every machine keepalive settings.",
        severity: "low",
        enforcementLevel: "advisory",
        tags: ["instances", "ssh", "keepalive"],
        remediationSteps:
            "Give the machine to an SshKeepalive as one of its hosts, or put the settings into its user data or into a " +
            "launch template. This rule does not see settings in the machine image.",
        settings: {},
    },
    async ({ resources }, reportViolation) => {
        const instances = resources.filter(isMachine);
        if (instances.length === 0) return;

        const givers = await giversAmong(resources);
        const served = reachedFrom(givers);
        const givings = [...givers].map(({ type, props }) => ({ type, props: knownProps(props) }));
        for (const instance of instances) {
            const own = knownProps(instance.props);
            const isServed = served.has(instance.urn) || madeWith(instance).some((each) => givers.has(each));
            if (!isServed && !isOpen(instance.type, own) && !givings.some((giving) => reaches(giving, own)))
                reportViolation(message(instance.name, finding), instance);
        }
    },
);

/** Machines of any cloud, without those of Windows, whose sshd has its files elsewhere. */
function isMachine({ type, props }: PolicyResource): boolean {
    const { osProfile } = placesOf(type)?.isMachine === true ? knownProps(props) : {};
    return placesOf(type)?.isMachine === true && !(isRecord(osProfile) && isRecord(osProfile.windowsConfiguration));
}

/** What a machine's properties are taken from: a template, rendered user data. */
function madeWith({ propertyDependencies }: PolicyResource): PolicyResource[] {
    return Object.values(propertyDependencies).flat();
}

const finding = {
    where: "the stack",
    setting: "no keepalive settings",
    effect: "nothing here configures sshd's or the kernel's keepalive on this instance",
    bound: "one resource that configures it is required",
    source: name,
    remedy: "Make it a host of an SshKeepalive, or put the settings into its user data.",
};

/** The resources that state something. */
async function giversAmong(resources: readonly PolicyResource[]): Promise<Set<PolicyResource>> {
    const givers = new Set<PolicyResource>();
    for (const resource of resources.filter(({ type }) => isOfInterest(type))) {
        const known = { ...resource, parent: resource.parent?.urn, props: knownProps(resource.props) };
        const isOwn = isServerComponent(resource.type) || (isRunning(resource.type) && isOwnCommand(known));
        if (isOwn || (await statementsOf(known)).some(statesSomething)) givers.add(resource);
    }
    return givers;
}

/** Whether resources of the type run something on hosts. */
function isRunning(type: string): boolean {
    return type === "command:remote:Command" || type.startsWith("aws:ssm/");
}

/** The resources and all that they depend on, directly or not: an address may come by way of an Elastic IP. */
function reachedFrom(givers: Iterable<PolicyResource>): Set<string> {
    const reached = new Set<string>();
    const waiting = [...givers];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
        if (!reached.has(next.urn)) {
            reached.add(next.urn);
            waiting.push(...next.dependencies, ...Object.values(next.propertyDependencies).flat());
        }
    }
    return reached;
}

type Giving = Pick<PolicyResource, "type" | "props">;

/** Whether a resource that states something reaches the instance, by its address, its template or its tags. */
function reaches({ type, props }: Giving, instance: Record<string, unknown>): boolean {
    const addresses = stringsIn(instance);
    return (
        hostsIn(props).some((host) => host !== "" && addresses.has(host)) ||
        (type === templateType && isTemplateOf(props, instance)) ||
        (/^aws:ssm\/association:/.test(type) || type === sshKeepaliveAssociationType
            ? isTargeted(props.targets, instance)
            : false)
    );
}

/** Every text of a machine's, its addresses among them, wherever a provider puts them. */
function stringsIn(value: unknown, depth = 0, found = new Set<unknown>()): Set<unknown> {
    if (typeof value === "string") found.add(value);
    else if (typeof value === "object" && value !== null && depth < 6)
        Object.values(value).forEach((each) => stringsIn(each, depth + 1, found));

    return found;
}

function hostsIn({ connection, hosts }: Record<string, unknown>): unknown[] {
    const connections = [connection, ...(isRecord(hosts) ? Object.values(hosts) : [])].filter(isRecord);
    return connections.map(({ host }) => host).filter((host) => typeof host === "string");
}

function isTemplateOf({ id, name }: Record<string, unknown>, { launchTemplate }: Record<string, unknown>): boolean {
    const wanted = isRecord(launchTemplate) ? [launchTemplate.id, launchTemplate.name] : [];
    return [id, name].some((each) => typeof each === "string" && each !== "" && wanted.includes(each));
}

/** All conditions must hold. One that is not known yet may. */
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

/** User data that is not known yet, or of which the provider keeps the hash only, may hold the settings. */
function isOpen(type: string, props: Record<string, unknown>): boolean {
    const isHash = typeof props.userData === "string" && /^[0-9a-f]{40}$/.test(props.userData);
    const places = placesOf(type)?.places ?? [];
    return isHash || props.launchTemplate === notYetKnown || places.some(({ path }) => isUnknownAt(props, path));
}

function isUnknownAt(value: unknown, [first, ...rest]: readonly string[]): boolean {
    if (value === notYetKnown || first === undefined) return value === notYetKnown;

    const inside = first === "*" && Array.isArray(value) ? (value as unknown[]) : isRecord(value) ? [value[first]] : [];
    return inside.some((each) => isUnknownAt(each, rest));
}
