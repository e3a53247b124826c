import type { PolicyResource } from "@pulumi/policy";
import { message } from "../finding";
import { judge, statesSomething } from "../judged/judge";
import { isRecord, knownProps, notYetKnown } from "../judged/known";
import { isMadeBySshKeepalive, sshKeepaliveType } from "../judged/types";
import { isOfInterest, stackRule } from "../rule";

const name = "instance-has-keepalive";
const instanceType = "aws:ec2/instance:Instance";
const templateType = "aws:ec2/launchTemplate:LaunchTemplate";

/** Points out EC2 instances that nothing in the stack gives keepalive settings. */
export const instanceHasKeepalive = stackRule(
    {
        name,
        displayName: "Instances have keepalive",
        description: "Checks that every EC2 instance is given keepalive settings by something in the stack.",
        severity: "low",
        enforcementLevel: "advisory",
        tags: ["aws", "ec2", "ssh", "keepalive"],
        remediationSteps:
            "Give the instance to an SshKeepalive as one of its hosts, or put the settings into its user data or into a " +
            "launch template. Settings in the machine image are not seen here.",
        settings: {},
    },
    async ({ resources }, reportViolation) => {
        const instances = resources.filter(({ type }) => type === instanceType);
        if (instances.length === 0) {
            return;
        }
        const givers = await giversAmong(resources);
        const served = reachedFrom(givers);
        const addresses = new Set([...givers].flatMap((giver) => addressesIn(knownProps(giver.props))));
        for (const instance of instances) {
            const props = knownProps(instance.props);
            const isServed = served.has(instance.urn) || ownAddresses(props).some((address) => addresses.has(address));
            if (!isServed && !isOpen(props) && !usesTemplate(props, givers)) {
                reportViolation(message(instance.name, finding), instance.urn);
            }
        }
    },
);

const finding = {
    where: "the stack",
    setting: "no keepalive settings",
    effect: "nothing here configures sshd's or the kernel's keepalive on this instance",
    bound: "one resource that does is asked",
    source: name,
    remedy: "Make it a host of an SshKeepalive, or put the settings into its user data.",
};

/** The resources that state something; an SshKeepalive's own commands count for it. */
async function giversAmong(resources: readonly PolicyResource[]): Promise<Set<PolicyResource>> {
    const givers = new Set<PolicyResource>();
    for (const resource of resources.filter(({ type }) => isOfInterest(type))) {
        const judged = await judge({ ...resource, props: knownProps(resource.props) });
        if (judged.some(statesSomething) || isMadeBySshKeepalive(resource.urn) || resource.type === sshKeepaliveType) {
            givers.add(resource);
        }
    }
    return givers;
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

function addressesIn({ connection, hosts }: Record<string, unknown>): string[] {
    const connections = [connection, ...(isRecord(hosts) ? Object.values(hosts) : [])].filter(isRecord);
    return connections.map(({ host }) => host).filter((host) => typeof host === "string");
}

function ownAddresses(props: Record<string, unknown>): string[] {
    return [props.publicIp, props.privateIp, props.publicDns, props.privateDns].filter(
        (address) => typeof address === "string" && address !== "",
    ) as string[];
}

/** User data that is not known yet, or of which the provider keeps the hash only, may hold the settings. */
function isOpen({ userData, userDataBase64, launchTemplate }: Record<string, unknown>): boolean {
    const isHash = typeof userData === "string" && /^[0-9a-f]{40}$/.test(userData);
    return isHash || [userData, userDataBase64, launchTemplate].includes(notYetKnown);
}

function usesTemplate({ launchTemplate }: Record<string, unknown>, givers: ReadonlySet<PolicyResource>): boolean {
    if (!isRecord(launchTemplate)) {
        return false;
    }
    const wanted = [launchTemplate.id, launchTemplate.name].filter((each) => each !== undefined && each !== "");
    return [...givers].some(({ type, props, name: resourceName }) => {
        const { id, name: templateName } = knownProps(props);
        return type === templateType && [id, templateName, resourceName].some((each) => wanted.includes(each));
    });
}
