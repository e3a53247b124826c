import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { SshKeepalive } from "../../../components";
import { privateKey as key } from "../../support/keys";
import { record, unhandled } from "../../support/mocks";

const host = { host: "192.0.2.1" };
/** An output that resolves after some turns of the event loop. */
const later = <Value>(value: Value): pulumi.Output<never> =>
    pulumi.output(turns(3).then(() => value)) as pulumi.Output<never>;
async function turns(count: number): Promise<void> {
    for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
const unknown = pulumi.output(pulumi.unknown) as pulumi.Output<never>;

/** Runs a program with these arguments and returns the errors that end it, and the names of the requested resources. */
async function outcome(args: unknown, preview = false): Promise<{ errors: Error[]; names: string[] }> {
    const recording = await record({ preview });
    const errors = await unhandled(() => void new SshKeepalive("edge", args as never));
    return { errors, names: recording.resources.map(({ name }) => name) };
}

function pathsOf(error: Error | undefined): string[] {
    assert.ok(pulumi.InputPropertiesError.isInstance(error), String(error));
    return (error.errors ?? []).map(({ propertyPath }) => propertyPath).sort();
}

for (const preview of [false, true]) {
    describe(`An input from another resource, in ${preview ? "a preview" : "an update"}`, () => {
        it("is validated once it is known: an invalid one fails the program once, and no host is touched", async () => {
            const { errors, names } = await outcome(
                { hosts: { web1: host, web2: { host: "192.0.2.2" } }, server: { clientAliveInterval: later(0.5) } },
                preview,
            );
            assert.equal(errors.length, 1);
            assert.deepEqual(pathsOf(errors[0]), ["server.clientAliveInterval"]);
            assert.deepEqual(names, ["edge"]);
        });

        it("is reported together with the others, for settings and hosts alike", async () => {
            const { errors, names } = await outcome(
                {
                    hosts: { web1: { ...host, port: later(0) }, web2: later({ host: "a b" }), web3: later({}) },
                    server: later({ clientAliveInterval: -1 }),
                    check: later("yes"),
                },
                preview,
            );
            assert.equal(errors.length, 1);
            assert.deepEqual(pathsOf(errors[0]), [
                "check",
                "hosts.web1.port",
                "hosts.web2.host",
                "hosts.web3.host",
                "server.clientAliveInterval",
            ]);
            assert.deepEqual(names, ["edge"]);
        });

        for (const [title, hosts, path] of [
            ["of a host", { web1: later(undefined) }, "hosts.web1"],
            ["that is null, of a host", { web1: later(null) }, "hosts.web1"],
            ["of all hosts", later(undefined), "hosts"],
            ["that is null, of all hosts", later(null), "hosts"],
            ["of one of hosts that come together", later({ web1: undefined, web2: host }), "hosts.web1"],
            ["of an address", { web1: { host: later(undefined) } }, "hosts.web1.host"],
        ] as const) {
            it(`is one error of its property if there is no value ${title}`, async () => {
                const { errors, names } = await outcome({ hosts, server: { clientAliveInterval: 60 } }, preview);
                assert.deepEqual(errors.map(pathsOf), [[path]]);
                assert.deepEqual(names, ["edge"]);
            });
        }

        it("is one error if it is a word that every object of JavaScript has as a member", async () => {
            const { errors } = await outcome(
                { hosts: { web1: { ...host, become: later("constructor") } }, profile: "balanced" },
                preview,
            );
            assert.deepEqual(errors.map(pathsOf), [["hosts.web1.become"]]);
        });

        it("leaves only the invalid host untouched", async () => {
            const { errors, names } = await outcome(
                { hosts: { good: host, bad: { host: later("a b") } }, profile: "balanced" },
                preview,
            );
            assert.deepEqual(pathsOf(errors[0]), ["hosts.bad.host"]);
            assert.deepEqual(names.sort(), ["edge", "edge-good"]);
        });

        it("causes no error if it is valid, or if it stays undefined", async () => {
            const { errors, names } = await outcome(
                {
                    hosts: { web1: { ...host, port: later(22), user: later(undefined) } },
                    server: { clientAliveInterval: later(60) },
                },
                preview,
            );
            assert.deepEqual(errors, []);
            assert.deepEqual(names, ["edge", "edge-web1"]);
        });

        it("is never shown if it is a secret: neither as the value, nor in the remedy, nor inside an object", async () => {
            const { errors } = await outcome(
                {
                    hosts: {
                        web1: { ...host, user: pulumi.secret("top secret"), privateKey: pulumi.secret("/root/hidden") },
                        web2: pulumi.secret({ host: "classified address", password: "hunter2" }),
                    },
                    server: { clientAliveInterval: pulumi.secret("4711"), clientAliveCountMax: pulumi.secret(0) },
                    profile: pulumi.secret("covert"),
                },
                preview,
            );
            assert.equal(errors.length, 1);
            const text = `${errors[0]?.message} ${errors[0]?.stack} ${JSON.stringify(errors)}`;
            for (const secret of ["top secret", "hidden", "classified", "hunter2", "4711", "covert"])
                assert.ok(!text.includes(secret), `${secret} in ${text}`);

            assert.match(text, /hosts\.web1\.user: \[secret\] is not a user name/);
            assert.match(text, /clientAliveInterval: \[secret\] is not a whole number of seconds; write \[secret\]/);
        });

        it("fails the program if it rejects", async () => {
            const refused = pulumi.output(Promise.reject<string>(new Error("no such instance")));
            const { errors, names } = await outcome(
                { hosts: { web1: { host: refused } }, profile: "balanced" },
                preview,
            );
            assert.ok(errors.some(({ message }) => message.endsWith("no such instance")));
            assert.ok(!names.includes("edge-web1"));
        });
    });
}

describe("Hosts of which only the credentials are unknown", () => {
    const privateKey = pulumi.secret(key);
    const thrown = (args: unknown): string[] => {
        try {
            new SshKeepalive("edge", args as never);
        } catch (error) {
            return pathsOf(error as Error);
        }
        return [];
    };
    before(() => record());

    it("are validated immediately otherwise, together with the settings", () => {
        const hosts = { web1: { ...host, privateKey }, web2: { ...host, privateKey }, web3: { privateKey } };
        const server = { clientAliveInterval: 0, tcpKeepAlive: false };
        assert.deepEqual(thrown({ hosts, server }), [
            "hosts.web2.host",
            "hosts.web3.host",
            "server.clientAliveInterval",
        ]);
    });

    it("are never considered equal while a port or a bastion is still unknown", () => {
        const others = [
            { ...host, port: later(2222) },
            { ...host, proxy: later({ host: "c" }) },
            { ...host, proxy: { host: later("b") } },
        ];
        for (const other of others) {
            assert.deepEqual(
                thrown({ hosts: { web1: { ...host, privateKey }, web2: other }, profile: "balanced" }),
                [],
            );
        }
    });

    it("defer contradictions while a setting is still unknown", () => {
        const server = { clientAliveInterval: later(30), tcpKeepAlive: false };
        assert.deepEqual(thrown({ hosts: { web1: host }, server }), []);
    });
});

describe("An unknown input in a preview", () => {
    it("is not validated, whatever it contains", async () => {
        const { errors } = await outcome(
            {
                hosts: { web1: { host: unknown, port: unknown, proxy: unknown }, web2: unknown },
                server: { clientAliveInterval: unknown, tcpKeepAlive: false },
                networkPath: unknown,
            },
            true,
        );
        assert.deepEqual(errors, []);
    });

    it("does not hide a problem beside it", async () => {
        await record({ preview: true });
        const args = { hosts: { web1: { host: unknown, port: 0 } }, server: { clientAliveInterval: unknown } };
        assert.throws(
            () => new SshKeepalive("edge", args),
            (error: Error) => pathsOf(error).join() === "hosts.web1.port",
        );
    });

    it("does not hide a problem of another output", async () => {
        const { errors } = await outcome(
            { hosts: { web1: { host: unknown, port: later(0) } }, server: { clientAliveInterval: later(-1) } },
            true,
        );
        assert.deepEqual(errors.flatMap(pathsOf), ["hosts.web1.port", "server.clientAliveInterval"]);
    });
});

describe("Hosts given as one output", () => {
    const hosts = later({ web1: { ...host, user: "admin" }, web2: { host: "192.0.2.2" } });

    it("are managed like others, once their names are known", async () => {
        const { errors, names } = await outcome({ hosts, profile: "balanced" });
        assert.deepEqual(errors, []);
        assert.deepEqual(names.sort(), ["edge", "edge-web1", "edge-web2"]);
    });

    it("are validated at that point, all at once, and none is touched", async () => {
        const bad = later({ web1: { host: "a b" }, web2: { host: "192.0.2.2", port: 0 }, web3: { host: "192.0.2.2" } });
        const { errors, names } = await outcome({ hosts: bad, profile: "balanced" });
        assert.deepEqual(errors.flatMap(pathsOf), ["hosts.web1.host", "hosts.web2.port"]);
        assert.deepEqual(names, ["edge"]);
    });

    it("show no command in a preview in which they are unknown", async () => {
        const { errors, names } = await outcome({ hosts: unknown, profile: "balanced" }, true);
        assert.deepEqual(errors, []);
        assert.deepEqual(names, ["edge"]);
    });
});

describe("One host under two names", () => {
    it("is detected when the addresses come from other resources, in any notation", async () => {
        const hosts = { web1: { host: later("2001:db8::1") }, web2: { host: later("2001:DB8:0::1") }, web3: host };
        const { errors } = await outcome({ hosts, profile: "balanced" }, true);
        assert.deepEqual(errors.flatMap(pathsOf), ["hosts.web2.host"]);
    });
});
