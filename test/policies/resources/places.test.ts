import assert from "node:assert/strict";
import { placeRows } from "../../../policies/resources/places";
import { daemonSet, machines } from "../../support/policies/machines";
import { rejecting, violations } from "../support";

describe("the table of the places where text is", () => {
    for (const [i, { type, props }] of machines.entries()) {
        it(`reads what a ${type} puts on a host, in ${Object.keys(props).join(", ")} (${i})`, async () => {
            assert.deepEqual(await rejecting({ type, props }), ["keepalive-enabled"]);
        });
    }

    it("has no row without such a resource", () => {
        const left = placeRows.filter((row) => !machines.some(({ type }) => row.type.test(type)));
        assert.deepEqual(left, []);
    });

    it("judges a privileged DaemonSet on its node's network, and no other", async () => {
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
        ["gcp:compute/instance:Instance", { metadata: { "windows-startup-script-ps1": bad } }],
        ["aws:ec2/instance:Instance", { userData: `<powershell>\n${bad}\n</powershell>` }],
    ];
    for (const [type, props] of windows) {
        it(`does not read PowerShell in a ${type} as shell, and says so`, async () => {
            assert.deepEqual(await rejecting({ type, props }), []);
            assert.equal((await violations("keepalive-text-read", { type, props })).length, 1);
        });
    }
});
