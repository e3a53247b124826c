import { decodeBase64, decodeText } from "../parsers/text";
import { isRecord } from "../../core/validate/shape";
import { readCommands, readSsmDocument, readUserData } from "./texts";
import type { Statement, Resource } from "./types";

const machines = [
    "aws:ec2/instance:Instance",
    "aws:ec2/spotInstanceRequest:SpotInstanceRequest",
    "aws:ec2/launchConfiguration:LaunchConfiguration",
];

/** What machines are told at their first boot, and what SSM runs on them. */
export function awsStatements({ type, props }: Resource): Statement[] {
    if (machines.includes(type)) {
        return [...plainUserData(props), ...encodedUserData(props, "userDataBase64")];
    }
    if (type === "aws:ec2/launchTemplate:LaunchTemplate") {
        return encodedUserData(props, "userData");
    }
    if (type === "aws:ssm/document:Document" && typeof props.content === "string") {
        return [{ where: "content", ...readSsmDocument(props.content) }];
    }
    if (type === "aws:ssm/association:Association" && isRecord(props.parameters)) {
        const commands = props.parameters.commands;
        return typeof commands === "string" ? [{ where: "parameters.commands", ...readCommands(commands) }] : [];
    }
    return [];
}

function plainUserData({ userData }: Record<string, unknown>): Statement[] {
    return typeof userData === "string" ? [{ where: "userData", ...readUserData(userData) }] : [];
}

function encodedUserData(props: Record<string, unknown>, property: string): Statement[] {
    const value = props[property];
    const bytes = typeof value === "string" ? decodeBase64(value) : undefined;
    const text = bytes && decodeText(bytes);
    return text === undefined ? [] : [{ where: property, ...readUserData(text) }];
}
