import { createRequire } from "node:module";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { record, type Recording, type RecordingOptions } from "../mocks";

const load = createRequire(__filename);
const repository = path.join(__dirname, "../../..");

/** A Pulumi program that has run against mocks. */
export interface ProgramRun extends Recording {
    /** The program's exports. */
    readonly exports: Readonly<Record<string, unknown>>;
}

/** Returns the resources of a run as `type name`, without the stack. */
export function namesOf({ resources }: ProgramRun): string[] {
    return resources
        .filter(({ type }) => !type.startsWith("pulumi:"))
        .map(({ type, name }) => `${type.split(":").at(-1)} ${name}`)
        .sort();
}

/** Returns the resource of a run with this name, whose type ends with this text, such as `Instance`. */
export function find({ resources }: ProgramRun, type: string, name: string): ProgramRun["resources"][number] {
    const found = resources.find((each) => each.type.endsWith(`:${type}`) && each.name === name);
    if (found === undefined) throw new Error(`There is no ${type} named ${name}.`);
    return found;
}

/** Runs a program of this repository with this configuration, and waits for all the resources that it creates. */
export async function runProgram(
    file: string,
    config: Readonly<Record<string, unknown>>,
    options: RecordingOptions = {},
): Promise<ProgramRun> {
    const project = options.project ?? path.basename(path.dirname(file));
    const recording = await record({ made: addedOutputs, call, ...options, project });
    const entries = Object.entries(config).map(([key, value]): [string, string] => [
        `${project}:${key}`,
        typeof value === "string" ? value : JSON.stringify(value),
    ]);
    pulumi.runtime.setAllConfig(Object.fromEntries(entries));
    try {
        const program = path.join(repository, file);
        for (const file of Object.keys(load.cache).filter(mustReload)) delete load.cache[file];
        const exports = load(program) as Record<string, unknown>;
        await pulumi.runtime.disconnect();
        return { ...recording, exports };
    } finally {
        pulumi.runtime.setAllConfig({});
    }
}

/** Whether a module must run again; all others may stay loaded. */
function mustReload(file: string): boolean {
    const own = path.relative(repository, file);
    return !own.includes("node_modules") && (own.startsWith("examples/") || !own.includes("/"));
}

/** The outputs that AWS adds to each resource: only those that are needed, and different for each resource. */
function addedOutputs(type: string, name: string): Record<string, unknown> {
    const number = [...name].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 250, 1);
    switch (type) {
        case "aws:iam/role:Role":
            return { name: `${name}-1234567` };
        case "aws:iam/instanceProfile:InstanceProfile":
            return { arn: `arn:aws:iam::123456789012:instance-profile/${name}` };
        case "aws:ec2/instance:Instance":
            return { publicIp: `198.51.100.${number}`, privateIp: `10.0.0.${number}` };
        case "aws:ec2/keyPair:KeyPair":
            return { keyName: `${name}-1234567` };
        case "aws:ec2/launchTemplate:LaunchTemplate":
            return { latestVersion: 3 };
        case "aws:autoscaling/group:Group":
            return { name: `${name}-1234567` };
        case "aws:ssm/document:Document":
            return { latestVersion: "1" };
        case "aws:ssm/association:Association":
            return { associationId: "11111111-2222" };
        default:
            return {};
    }
}

function call(token: string): Record<string, unknown> {
    const answers: Readonly<Record<string, Record<string, unknown>>> = {
        "aws:ec2/getAmi:getAmi": { id: "ami-debian12", rootDeviceName: "/dev/xvda" },
        "aws:ec2/getSubnet:getSubnet": { vpcId: "vpc-of-the-subnet" },
    };
    return answers[token] ?? {};
}
