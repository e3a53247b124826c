// A fake of the AWS provider: implements Pulumi's provider protocol for the few types that the examples use. Its
// instances are real hosts.
import { main, type Provider } from "@pulumi/pulumi/provider";
import { associationKind, documentKind, groupKind, templateKind } from "./fleet";
import { instanceKind } from "./instances";
import type { Kind, Properties } from "./kind";
import { CloudState, stateVariable } from "./state";

const folder = process.env[stateVariable];
if (folder === undefined) throw new Error(`${stateVariable} does not name the cloud's folder.`);
const cloud = new CloudState(folder);

/** A resource type that has only inputs and fixed outputs. */
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
    "aws:ec2/instance:Instance": instanceKind(cloud),
    "aws:ec2/launchTemplate:LaunchTemplate": templateKind(cloud),
    "aws:autoscaling/group:Group": groupKind(cloud),
    "aws:ssm/document:Document": documentKind(cloud),
    "aws:ssm/association:Association": associationKind(cloud),
};

function kindOf(urn: string): { kind: Kind; name: string } {
    const [type = "", name = ""] = urn.split("::").slice(2);
    const kind = kinds[type.split("$").at(-1) ?? ""];
    if (kind === undefined) throw new Error(`The fake AWS provider has no ${type}.`);
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
            : Promise.reject(new Error(`The fake AWS provider has no function ${token}.`)),
};

void main(provider, process.argv.slice(2));
