import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { SshClientKeepalive, SshKeepalive, type SshKeepaliveArgs } from "../../../components";
import { allUrns, record, unhandled } from "../../support/mocks";

type Kind = typeof SshKeepalive | typeof SshClientKeepalive;

const server = { clientAliveInterval: 120 };
const client = { serverAliveInterval: 60 };

/** Returns the problems of two components, created in this order. */
async function refused(Kind: Kind, one: object, other: object): Promise<string | undefined> {
    const make = (name: string, args: object): unknown =>
        Kind === SshKeepalive
            ? new SshKeepalive(name, { server, ...args } as SshKeepaliveArgs)
            : new SshClientKeepalive(name, { client, ...args });
    let thrown: Error[] = [];
    const later = await unhandled(() => {
        make("web", one);
        try {
            make("db", other);
        } catch (error) {
            thrown = [error as Error];
        }
    });
    return [...thrown, ...later].map(({ message }) => message).join("\n") || undefined;
}

/** An output that is known only once another resource exists. */
function late(value: pulumi.Input<unknown>): pulumi.Output<unknown> {
    return pulumi.output(new Promise((resolve) => setImmediate(() => resolve(value))));
}

describe("A host of two components", () => {
    beforeEach(() => record());

    const hosts = { web1: { host: "2001:db8::1", password: pulumi.secret("sesame") } };
    const cases: [title: string, Kind: Kind, one: object, other: object][] = [
        ["known from the start", SshKeepalive, { hosts: { a: { host: "h" } } }, { hosts: { b: { host: "H." } } }],
        ["spelled otherwise", SshKeepalive, { hosts: { a: { host: "2001:db8::1" } } }, { hosts: { b: { host: "2001:DB8:0::1", user: "x", become: "sudo" } } }], // prettier-ignore
        ["whose address comes late", SshKeepalive, { hosts: { a: { host: late("h") } } }, { hosts: { b: { host: late("h") } } }], // prettier-ignore
        ["known in one, late in the other", SshKeepalive, { hosts: { a: { host: "h" } } }, { hosts: { b: { host: late("h") } } }], // prettier-ignore
        ["all of whose hosts come late", SshKeepalive, { hosts: { a: { host: "h" } } }, { hosts: late({ b: { host: "h" } }) }], // prettier-ignore
        ["of clients, for one user", SshClientKeepalive, { hosts: { a: { host: "h" } } }, { hosts: { b: { host: "h", user: "root" } } }], // prettier-ignore
    ];
    for (const [title, Kind, one, other] of cases) {
        it(`is an error that names both: one ${title}`, async () => {
            assert.match(
                (await refused(Kind, one, other)) ?? "",
                /db": .*\n.*hosts\.b\.host: .*"a" of Ssh\w*Keepalive "web"/,
            );
        });
    }

    it("can be this machine", async () => {
        for (const [one, other] of [
            [true, true],
            [true, late(true)],
            [late(true), late(true)],
        ]) {
            await record();
            assert.match(
                (await refused(SshClientKeepalive, { local: one }, { local: other })) ?? "",
                /local: .*"local" of SshClient/,
            );
        }
    });

    it("is no error if user, end, port or route differ, or if it is another run", async () => {
        const same = { hosts: { a: { host: "h" } } };
        assert.equal(
            await refused(SshClientKeepalive, same, { hosts: { a: { host: "h", user: "admin" } } }),
            undefined,
        );
        await record();
        assert.equal(await refused(SshKeepalive, same, { hosts: { a: { host: "h", port: 23 } } }), undefined);
        await record();
        assert.equal(
            await refused(SshKeepalive, same, { hosts: { a: { host: "h", proxy: { host: "b" } } } }),
            undefined,
        );
        await allUrns(new SshClientKeepalive("clients", { client, ...same }));
        await record();
        await allUrns(new SshKeepalive("another", { server, ...same }));
    });

    it("can be created again, as a program's own tests do, or after a rejected one", async () => {
        for (let run = 0; run < 2; run += 1) await allUrns(new SshKeepalive("web", { server, hosts }));
        await record();
        assert.throws(() => new SshKeepalive("bad", { server, hosts, takeOver: 1 as never }), /takeOver/);
        await allUrns(new SshKeepalive("good", { server, hosts }));
    });
});
