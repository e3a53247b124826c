import assert from "node:assert/strict";
import { gunzipSync } from "node:zlib";
import { keepaliveUserData } from "../../../components";
import { documentContent } from "../../../components/aws/association/document";
import { hostScript } from "../../../components/aws/hostScript";
import { planFor } from "../../../components/server/plan";
import { resolveSettings } from "../../../core/resolve";
import { knownProps } from "../../../policies/resources/known";
import { statementsOf } from "../../../policies/resources/statements";
import { promised, record } from "../../support/mocks";
import { asEngine, sshKeepalive } from "../support";

const settings = { server: { clientAliveInterval: 60, clientAliveCountMax: 3 }, kernel: { time: 300, interval: 30 } };
const association = "pulumi-ssh-keepalive-aws:index:SshKeepaliveAssociation";

/** The text of packed user data. */
function unpacked(userData: string): string {
    return gunzipSync(Buffer.from(userData, "base64")).toString();
}

/** What the policies see in a resource of that type, part by part, without the differences of each form. */
async function seen(type: string, props: object, parent?: string): Promise<object[]> {
    const statement = await statementsOf({ type, name: "web", urn: "", parent, props: knownProps(asEngine(props)) });
    return statement.map(({ server, kernel }) => ({ server: server?.settings, kernel: kernel?.settings }));
}

describe("the policies", () => {
    beforeEach(() => record());

    const ways: Record<string, () => Promise<[type: string, props: object]>> = {
        "pushed over SSH": () => Promise.resolve([sshKeepalive, { hosts: {}, ...settings }]),
        "handed to Systems Manager": () => Promise.resolve([association, { targets: [], ...settings }]),
        "in an instance's packed user data": async () => [
            "aws:ec2/instance:Instance",
            { userDataBase64: await promised(keepaliveUserData(settings)) },
        ],
        "in an instance's plain user data": async () => [
            "aws:ec2/instance:Instance",
            { userData: unpacked(await promised(keepaliveUserData(settings))) },
        ],
        "in a launch template's user data, with a part of the user's own": async () => [
            "aws:ec2/launchTemplate:LaunchTemplate",
            {
                userData: await promised(
                    keepaliveUserData(settings, { userData: "#cloud-config\npackages: [tmux]\n" }),
                ),
            },
        ],
        "in a plain script": async () => [
            "aws:ec2/instance:Instance",
            { userData: unpacked(await promised(keepaliveUserData(settings, { format: "shell" }))) },
        ],
        "in a document that another program made": () =>
            Promise.resolve([
                "aws:ssm/document:Document",
                {
                    content: documentContent(planFor({}, resolveSettings(settings), "project/stack/fleet"), false),
                },
            ]),
        "in a command that another program made": () =>
            Promise.resolve([
                "command:remote:Command",
                {
                    create: hostScript({
                        verb: "apply",
                        owner: "a/b/c",
                        takeOver: true,
                        settings: planFor({}, resolveSettings(settings), "a/b/c").settings,
                    }),
                },
            ]),
    };
    for (const [way, resource] of Object.entries(ways)) {
        it(`see the same settings ${way}`, async () => {
            assert.deepEqual(await seen(...(await resource())), [settings]);
        });
    }

    it("see a user's own script that contradicts the settings in the same user data", async () => {
        const userData = "#!/bin/sh\necho ClientAliveInterval 0 > /etc/ssh/sshd_config.d/00-mine.conf\n";
        const merged = await promised(keepaliveUserData(settings, { userData }));
        const [part] = (await seen("aws:ec2/instance:Instance", { userDataBase64: merged })) as [{ server: object }];
        assert.deepEqual(part.server, { clientAliveInterval: 0, clientAliveCountMax: 3 });
    });

    it("find nothing in an association that restores hosts", async () => {
        assert.deepEqual(await seen(association, { ...settings, restore: true }), []);
        const content = documentContent(planFor({}, resolveSettings(settings), "project/stack/fleet"), true);
        assert.deepEqual(await seen("aws:ssm/document:Document", { content }), []);
    });

    it("check the association once, not its document as well", async () => {
        const content = documentContent(planFor({}, resolveSettings(settings), "project/stack/fleet"), false);
        const urn = `urn:pulumi:dev::project::${association}::fleet`;
        const props = knownProps(asEngine({ targets: [], ...settings }));
        assert.equal((await statementsOf({ type: association, name: "fleet", urn, props })).length, 1);
        assert.deepEqual(await seen("aws:ssm/document:Document", { content }, urn), []);
    });
});
