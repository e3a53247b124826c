import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { TextProperty } from "../../../policies/resources/clouds/row";
import { resourceTypeRows, resourceTypeOf } from "../../../policies/resources/resourceTypes";
import { typesOfDedicatedCode, sdks } from "../../../tools/sdks/packages";
import { daemonSet, machines, nodePools } from "../../support/policies/machines";
import { rejecting, type TestedResource, unknown, violations } from "../support";

/** What the SDKs have at each path: a kind of value, or the names of an object's properties. See tools/sdks/. */
const inSdks = JSON.parse(readFileSync(join(__dirname, "../../support/policies/sdkProperties.json"), "utf8")) as Record<
    string,
    { from: string; paths: Record<string, string | string[]> } | undefined
>;

describe("the table of resource types", () => {
    for (const [i, { type, props }] of machines.entries()) {
        it(`reads what a ${type} puts on a host, in ${Object.keys(props).join(", ")} (${i})`, async () => {
            assert.deepEqual(await rejecting({ type, props }), ["keepalive-enabled"]);
        });
    }

    for (const [i, { type, props }] of nodePools.entries()) {
        it(`reads the kernel parameters of a ${type}'s nodes (${i})`, async () => {
            assert.deepEqual(await rejecting({ type, props }), ["kernel-keepalive-within-bounds"]);
        });
    }

    it("has no text that these resources leave out", () => {
        const left = resourceTypeRows.flatMap(({ types, texts }) =>
            types.flatMap((type) => {
                const all = [...machines, ...nodePools].filter((each) => each.type === type);
                const isRead = (text: TextProperty): boolean =>
                    text.language === "powershell" || all.some(({ props }) => has(props, text.path, text.where));
                return texts.filter((text) => !isRead(text)).map(({ path }) => `${type} ${path.join("/")}`);
            }),
        );
        assert.deepEqual(left, []);
    });

    for (const { types, texts } of [...resourceTypeRows, ...typesOfDedicatedCode]) {
        for (const type of types) {
            it(`has a ${type} as the provider's SDK has it`, () => {
                const { from, paths } = inSdks[type] ?? { from: "no SDK", paths: {} };
                assert.ok(from.startsWith(sdks[type.split(":")[0] ?? ""]?.name ?? "a known SDK"), from);
                for (const { path, where, language } of texts) {
                    const shape = paths[path.join("/")];
                    const needed = needs[language] ?? [];
                    const isObject =
                        Array.isArray(shape) && needed.every((name) => shape.some((each) => name.test(each)));
                    const isValue = /^string|^any$|^asset$|^boolean$/.test(String(shape));
                    assert.ok(needed.length > 0 ? isObject || shape === "string of a map" : isValue, path.join("/"));
                    if (where !== undefined)
                        assert.equal(paths[[...path.slice(0, -1), where.property].join("/")], "string");
                }
            });
        }
    }

    it("knows azure-native's types of one API version", () => {
        const row = resourceTypeOf("azure-native:compute:VirtualMachine");
        assert.ok(row !== undefined);
        assert.equal(resourceTypeOf("azure-native:compute/v20230901:VirtualMachine"), row);
        assert.equal(resourceTypeOf("azure-native_compute_v20240301:compute/v20240301:VirtualMachine"), row);
        assert.equal(resourceTypeOf("azure-native:compute:VirtualMachineImage"), undefined);
    });

    it("reads a pair of key and value for the keys that run something, and for no other", async () => {
        const [item] = machines.filter(({ type }) => type.includes("projectMetadataItem"));
        assert.deepEqual(await rejecting({ ...item!, props: { ...item!.props, key: "ssh-keys" } }), []);
    });

    it("does not check a kernel parameter of nodes that is unknown in the preview or is not about keepalive", async () => {
        const [{ type }] = nodePools.filter((each) => each.type.includes("AgentPool")) as [TestedResource];
        for (const sysctls of [{ netIpv4TcpKeepaliveTime: unknown.number }, { netIpv4TcpFinTimeout: 5 }])
            assert.deepEqual(await rejecting({ type, props: { linuxOSConfig: { sysctls } } }), []);
    });

    it("checks a privileged DaemonSet on its node's network, and no other", async () => {
        assert.deepEqual(await rejecting(daemonSet()), ["kernel-keepalive-within-bounds"]);
        assert.deepEqual(await rejecting(daemonSet({ hostNetwork: false })), []);
        assert.deepEqual(await rejecting(daemonSet({ privileged: false })), []);
    });

    const bad = "echo ClientAliveInterval 0 >> /etc/ssh/sshd_config";
    const windows: [string, Record<string, unknown>][] = [
        ["aws:ssm/association:Association", { name: "AWS-RunPowerShellScript", parameters: { commands: bad } }],
        [
            "azure-native:compute:VirtualMachineExtension",
            { publisher: "Microsoft.Compute", settings: { commandToExecute: bad } },
        ],
        [
            "azure:compute/scaleSet:ScaleSet",
            { extensions: [{ publisher: "Microsoft.Compute", settings: JSON.stringify({ commandToExecute: bad }) }] },
        ],
        [
            "azure-native:virtualmachineimages:VirtualMachineImageTemplate",
            { customize: [{ type: "PowerShell", inline: [bad] }] },
        ],
        [
            "gcp:osconfig/guestPolicies:GuestPolicies",
            { recipes: [{ installSteps: [{ scriptRun: { interpreter: "POWERSHELL", script: bad } }] }] },
        ],
        ["alicloud:ecs/command:Command", { type: "RunPowerShellScript", commandContent: bad }],
        ["gcp:compute/instance:Instance", { metadata: { "windows-startup-script-ps1": bad } }],
        ["aws:ec2/instance:Instance", { userData: `<powershell>\n${bad}\n</powershell>` }],
    ];
    for (const [type, props] of windows) {
        it(`does not read PowerShell in a ${type} as shell, and reports it`, async () => {
            assert.deepEqual(await rejecting({ type, props }), []);
            assert.equal((await violations("keepalive-text-read", { type, props })).length, 1);
        });
    }
});

/** The properties without which an object is not read as one of these. */
const needs: Partial<Record<TextProperty["language"], RegExp[]>> = {
    parts: [/^content$/, /^contentType$/],
    file: [/^(path|file)$/, /^content$/],
    sysctls: [/^netIpv4TcpKeepaliveTime$/i, /^netIpv4TcpKeepaliveIntvl$/i, /^netIpv4TcpKeepaliveProbes$/i],
};

/** Whether the properties have a value at the path. An extension's settings may be JSON. */
function has(value: unknown, [first, ...rest]: readonly string[], where: TextProperty["where"]): boolean {
    if (first === undefined) return value !== undefined;

    const inside: unknown = typeof value === "string" ? JSON.parse(value) : value;
    if (Array.isArray(inside)) return first === "*" && inside.some((each) => has(each, rest, where));

    const object = inside as Record<string, unknown> | undefined;
    const isIt = rest.length > 0 || where === undefined || object?.[where.property] === where.is;
    return object !== undefined && isIt && first in object && has(object[first], rest, where);
}
