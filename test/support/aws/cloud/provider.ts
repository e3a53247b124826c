// Stands in for AWS's provider: speaks Pulumi's provider protocol for the few types that the examples use. What it starts
// are real hosts.
import { main, type Provider } from "@pulumi/pulumi/provider";
import { associationKind, documentKind, groupKind, templateKind } from "./fleet";
import { instanceKind } from "./instances";
import type { Kind, Properties } from "./kind";
import { Place, placeVariable } from "./place";

const folder = process.env[placeVariable];
if (folder === undefined) throw new Error(`${placeVariable} does not name the cloud's folder.`);
const place = new Place(folder);

/** A resource that is nothing but its inputs. */
const plain = (prefix: string, outputs: (name: string) => Properties = () => ({})): Kind => ({
    create: (name) => Promise.resolve({ id: `${prefix}-${name}`, outputs: outputs(name) }),
});

const kinds: Readonly<Record<string, Kind>> = {
    "aws:ec2/keyPair:KeyPair": plain("key", (name) => ({ keyName: `${name}-1234567` })),
    "aws:ec2/securityGroup:SecurityGroup": plain("sg"),
    "aws:iam/role:Role": plain("role", (name) => ({ name: `${name}-1234567` })),
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": plain("attachment"),
    "aws:iam/instanceProfile:InstanceProfile": plain("profile", (name) => ({
        arn: `arn:aws:iam::123456789012:instance-profile/${name}`,
    })),
    "aws:ec2/instance:Instance": instanceKind(place),
    "aws:ec2/launchTemplate:LaunchTemplate": templateKind(place),
    "aws:autoscaling/group:Group": groupKind(place),
    "aws:ssm/document:Document": documentKind(place),
    "aws:ssm/association:Association": associationKind(place),
};

function kindOf(urn: string): { kind: Kind; name: string } {
    const [type = "", name = ""] = urn.split("::").slice(2);
    const kind = kinds[type.split("$").at(-1) ?? ""];
    if (kind === undefined) throw new Error(`This stand-in for AWS has no ${type}.`);
    return { kind, name };
}

const provider: Provider = {
    version: "7.0.0",
    diff: (_id, urn, before: Properties, after: Properties) => {
        const changed = Object.keys(after).filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]));
        const replaces = changed.filter((key) => kindOf(urn).kind.replacedBy?.includes(key));
        return Promise.resolve({ changes: changed.length > 0, replaces });
    },
    create: async (urn, inputs: Properties) => {
        const { kind, name } = kindOf(urn);
        const { id, outputs } = await kind.create(name, inputs);
        return { id, outs: { ...inputs, ...outputs } };
    },
    update: async (id, urn, before: Properties, inputs: Properties) => {
        const outputs = await kindOf(urn).kind.update?.(id, inputs, before);
        return { outs: { ...before, ...inputs, ...outputs } };
    },
    delete: async (id, urn, before: Properties) => {
        await kindOf(urn).kind.remove?.(id, before);
    },
    invoke: (token) =>
        token === "aws:ec2/getAmi:getAmi"
            ? Promise.resolve({ outputs: { id: "ami-debian12", rootDeviceName: "/dev/xvda" } })
            : Promise.reject(new Error(`This stand-in for AWS has no function ${token}.`)),
};

void main(provider, process.argv.slice(2));
