import * as pulumi from "@pulumi/pulumi";
import type { HostArgs, KernelArgs, ServerArgs } from "../components";
import { didYouMean } from "../core/suggest";
import { withShared } from "./sharedFields";

/** Every key of the stack's configuration. Pulumi.yaml describes them; a test compares both lists. */
export const keys = [
    "hosts",
    "instances",
    "publicKey",
    "allowFrom",
    "bastion",
    "subnetId",
    "user",
    "port",
    "become",
    "proxy",
    "privateKey",
    "privateKeyPassword",
    "password",
    "profile",
    "networkPath",
    "server",
    "kernel",
    "check",
    "repairDrift",
    "takeOver",
    "reports",
];

/** The keys that are kept as secrets. */
const secretKeys = ["privateKey", "privateKeyPassword", "password"];

/** The components' settings from the configuration. */
export function configuredSettings(): Record<string, unknown> {
    const config = new pulumi.Config();
    return {
        profile: given(config.get("profile")),
        // A number is an idle timeout in seconds, as in `pulumi config set --path networkPath[0] 350`.
        networkPath: given(config.getObject<(string | number)[]>("networkPath"))?.map(String),
        server: given(config.getObject<ServerArgs>("server")),
        kernel: given(config.getObject<KernelArgs>("kernel")),
        check: config.getBoolean("check"),
        repairDrift: config.getBoolean("repairDrift"),
        takeOver: config.getBoolean("takeOver"),
    };
}

/** The hosts, each with the fields that all of them share; undefined if none is configured. */
export function configuredHosts(): Record<string, HostArgs> | undefined {
    const config = new pulumi.Config();
    const hosts = given(config.getObject<Record<string, HostArgs>>("hosts"));
    const port = config.getNumber("port");
    const shared = {
        user: given(config.get("user")),
        port: port === 22 ? undefined : port,
        become: given(config.get("become")),
        proxy: given(config.getObject<HostArgs>("proxy")),
    };
    return hosts === undefined ? undefined : withShared(hosts, shared, configuredCredentials());
}

/** The credentials that are configured, as secrets. */
export function configuredCredentials(): Record<string, pulumi.Output<string>> {
    const config = new pulumi.Config();
    return Object.fromEntries(
        secretKeys.filter((key) => given(config.get(key)) !== undefined).map((key) => [key, config.requireSecret(key)]),
    );
}

/** Throws a pulumi.RunError that names each unknown key, with the closest known one. */
export function rejectUnknownKeys(): void {
    const prefix = `${pulumi.getProject()}:`;
    const unknown = Object.keys(pulumi.runtime.allConfig())
        .filter((key) => key.startsWith(prefix))
        .map((key) => key.slice(prefix.length))
        .filter((key) => !keys.includes(key));
    if (unknown.length === 0) return;
    const lines = unknown.map((key) => `\n  - ${key}${remedy(key)}`);
    throw new pulumi.RunError(`The configuration has unknown keys; nothing was changed.${lines.join("")}`);
}

function remedy(key: string): string {
    const [first = ""] = key.split(/[.[]/);
    if (first !== key && keys.includes(first)) {
        return (
            `: without --path this is a separate key; remove it (pulumi config rm ${JSON.stringify(key)}) ` +
            `and use pulumi config set --path ${JSON.stringify(key)} VALUE`
        );
    }
    return didYouMean(key, keys) || `; known: ${keys.join(", ")}`;
}

/** The value, unless it is the empty default in Pulumi.yaml. */
export function given<Value>(value: Value | undefined): Value | undefined {
    const empty = value === "" || (typeof value === "object" && value !== null && Object.keys(value).length === 0);
    return empty ? undefined : value;
}
