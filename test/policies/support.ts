import { type Policies, type ResourceValidationPolicy, unknownCheckingProxy } from "@pulumi/policy";
import { rules } from "../../policies/pack";

/** Wraps properties as the engine's callers do. The package exports it for tests, without its type. */
export const asEngine = unknownCheckingProxy as (props: object) => Record<string, unknown>;

/** How the engine marks unknown values in a preview, by type. Source: @pulumi/policy, proxy.ts. */
export const unknown = {
    string: "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
    number: "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
    boolean: "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
    object: "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
    array: "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
    asset: "030794c1-ac77-496b-92df-f27374a8bd58",
};

export interface TestedResource {
    type: string;
    props: Record<string, unknown>;
    name?: string;
    urn?: string;
    parent?: string;
}

export const sshKeepalive = "pulumi-ssh-keepalive:index:SshKeepalive";
export const sshClientKeepalive = "pulumi-ssh-keepalive:index:SshClientKeepalive";

/** Returns the rule of that name. */
export function ruleNamed(name: string): Policies[number] {
    const rule = rules.find((each) => each.name === name);
    if (rule === undefined) throw new Error(`the pack has no rule ${name}`);

    return rule;
}

/** Returns the messages with which the rule rejects the resource, whose properties are wrapped as the engine's are. */
export async function violations(rule: string, resource: TestedResource, config: object = {}): Promise<string[]> {
    const { type, props, name = "web", urn = `urn:pulumi:dev::project::${type}::${name}`, parent } = resource;
    const messages: string[] = [];
    const { validateResource } = ruleNamed(rule) as ResourceValidationPolicy;
    if (typeof validateResource !== "function") throw new Error(`${rule} does not check single resources`);

    await validateResource(
        {
            type,
            name,
            urn,
            props: asEngine(props),
            opts: {
                ...(parent === undefined ? {} : { parent }),
                protect: false,
                ignoreChanges: [],
                aliases: [],
                customTimeouts: { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 },
                additionalSecretOutputs: [],
            },
            stackTags: new Map(),
            isType: () => false,
            asType: () => undefined,
            getConfig: <T extends object>() => config as T,
            notApplicable: (reason) => {
                throw new Error(`not applicable: ${reason}`);
            },
        },
        (message) => messages.push(message),
    );
    return messages;
}

/** Returns the names of the rules on settings that reject the resource, with their defaults. */
export async function rejecting(resource: TestedResource, config: object = {}): Promise<string[]> {
    const names = rules
        .map(({ name }) => name)
        .filter(
            (name) => !/^(host-key-pinned|instance-has-keepalive|keepalive-text-read|exceptions-in-use)$/.test(name),
        );
    const found: string[] = [];
    const enabled = names.filter((each) => ruleNamed(each).enforcementLevel !== "disabled");
    for (const name of enabled) if ((await violations(name, resource, config)).length > 0) found.push(name);
    return found;
}

/** An SshKeepalive with these args. */
export function hosts(args: Record<string, unknown>): TestedResource {
    return { type: sshKeepalive, props: { hosts: { web1: { host: "web1", hostKey: "ssh-ed25519 AAAA" } }, ...args } };
}

/** An SshClientKeepalive with these args. */
export function client(args: Record<string, unknown>): TestedResource {
    return { type: sshClientKeepalive, props: args };
}

/** A Command that writes this text to a drop-in of sshd. */
export function dropIn(text: string): TestedResource {
    const create = `cat > /etc/ssh/sshd_config.d/50.conf <<'EOF'\n${text}\nEOF`;
    return { type: "command:remote:Command", props: { create } };
}
