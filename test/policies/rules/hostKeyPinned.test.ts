import assert from "node:assert/strict";
import { commandLine } from "../../../components/remote/commandLine";
import { packedProgram } from "../../../components/remote/packing";
import { sshClientKeepalive, sshKeepalive, type TestedResource, unknown, violations } from "../support";

const rule = "host-key-pinned";
const secret = "-----BEGIN OPENSSH PRIVATE KEY-----";
const key = "ssh-ed25519 AAAA";

function command(connection: unknown): TestedResource {
    return { type: "command:remote:Command", props: { connection, create: "true" } };
}

describe(rule, () => {
    const cases: [string, TestedResource, number][] = [
        ["a connection without a key", command({ host: "web1", privateKey: secret }), 1],
        ["a connection with an empty key", command({ host: "web1", hostKey: "" }), 1],
        ["a pinned connection", command({ host: "web1", hostKey: key }), 0],
        ["a proxy without a key", command({ host: "web1", hostKey: key, proxy: { host: "bastion" } }), 1],
        ["both without a key", command({ host: "web1", proxy: { host: "bastion" } }), 2],
        ["both pinned", command({ host: "web1", hostKey: key, proxy: { host: "bastion", hostKey: key } }), 0],
        ["a key that is not known yet", command({ host: unknown.string, hostKey: unknown.string }), 0],
        ["a connection that is not known yet", command(unknown.object), 0],
        [
            "a copied file's connection",
            { type: "command:remote:CopyToRemote", props: { connection: { host: "a" } } },
            1,
        ],
        [
            "hosts of a component",
            { type: sshKeepalive, props: { hosts: { a: { host: "a" }, b: { host: "b", hostKey: key } } } },
            1,
        ],
        ["hosts of a client's component", { type: sshClientKeepalive, props: { hosts: { a: { host: "a" } } } }, 1],
        ["a local command", { type: "command:local:Command", props: { create: "true" } }, 0],
    ];
    for (const [what, resource, expected] of cases) {
        it(`${expected > 0 ? "points out" : "lets through"} ${what}`, async () => {
            assert.equal((await violations(rule, resource)).length, expected);
        });
    }

    it("leaves the commands of an SshKeepalive to its hosts", async () => {
        const urn = `urn:pulumi:dev::project::${sshKeepalive}$command:remote:Command::web-web1`;
        const hosts = {
            web1: { host: "web1" },
            web2: { host: "web2", hostKey: key, proxy: { host: "b", hostKey: key } },
        };
        const parent = `urn:pulumi:dev::project::${sshKeepalive}::web`;
        assert.equal((await violations(rule, { type: sshKeepalive, urn: parent, props: { hosts } })).length, 1);
        const create = commandLine("apply", { become: "none", owner: "project/dev/web" });
        const props = { connection: { host: "web1" }, create, stdin: packedProgram("server") };
        const own = { type: "command:remote:Command", props, parent };
        assert.deepEqual(await violations(rule, { ...own, urn }), []);
        for (const connection of [{ host: "web2" }, { host: "web2", hostKey: key, proxy: { host: "b" } }]) {
            const changed = await violations(rule, { ...own, urn, props: { ...props, connection } });
            assert.ok(changed.length > 0, "a transform removed the key");
        }
        const other = { ...own, props: { ...props, create: `${create}; true` } };
        assert.equal((await violations(rule, { ...other, urn })).length, 1);
    });

    it("names the host as the program does, and shows nothing else of the connection", async () => {
        const resource = {
            type: sshKeepalive,
            props: { hosts: { db: { host: "198.18.0.7", privateKey: secret, password: "hunter2" } } },
        };
        const [message = ""] = await violations(rule, resource);
        assert.match(message, /^web, hosts\.db: hostKey is not set/);
        assert.doesNotMatch(message, /BEGIN|hunter2|198\.18/);
    });
});
