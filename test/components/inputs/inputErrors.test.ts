import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import { SshKeepalive } from "../../../components";
import { privateKey as key } from "../../support/keys";
import { record } from "../../support/mocks";
import { badInputs } from "./badInputs";
import { host, problemsOf } from "./problems";

describe("A bad input", () => {
    for (const [what, args, path, says] of badInputs) {
        it(`is refused with its path, value, rule and remedy: ${what}`, () => {
            const problems = problemsOf(args);
            assert.deepEqual(Object.keys(problems), [path]);
            for (const words of says) assert.match(problems[path] ?? "", words);
        });
    }

    it("is reported together with all others, in one error, before anything is touched", async () => {
        const recording = await record();
        const args = {
            hosts: { "a b": host, web1: { host: "", port: 0, proxy: { host: 3 } }, web2: { become: "su" } },
            server: { clientAliveInterval: -1, tcpKeepAlive: "on" },
            kernel: { time: 1.5, tiem: 3 },
            check: 0,
        };
        assert.deepEqual(
            Object.keys(problemsOf(args)).sort(),
            [
                "check",
                'hosts["a b"]',
                "hosts.web1.host",
                "hosts.web1.port",
                "hosts.web1.proxy.host",
                "hosts.web2.become",
                "hosts.web2.host",
                "kernel.tiem",
                "kernel.time",
                "server.clientAliveInterval",
                "server.tcpKeepAlive",
            ].sort(),
        );
        assert.throws(() => new SshKeepalive("edge", args as never), pulumi.InputPropertiesError);
        assert.deepEqual(recording.resources, []);
    });

    it("is reported once, one line for each problem, without a stack trace", () => {
        const args = { hosts: { web1: { host: "a b" } }, check: 1 };
        assert.throws(
            () => new SshKeepalive("edge", args as never),
            ({ message, stack }: Error) => {
                assert.equal(message.split("\n").length, 3);
                assert.match(
                    message,
                    /^SshKeepalive "edge": the inputs have 2 problems; nothing was touched\.\n {2}- /,
                );
                assert.equal(stack, message);
                return true;
            },
        );
    });

    it("is not reported if hosts differ only in port or bastion", () => {
        const proxy = { host: "192.0.2.9" };
        assert.deepEqual(problemsOf({ hosts: { a: host, b: { ...host, port: 2222 }, c: { ...host, proxy } } }), {});
    });

    it("never shows a key or a password, whatever those fields contain", () => {
        const text = fc
            .string({ minLength: 6 })
            .filter((secret) => secret.trim().length >= 6 && !/[\w ]{6}/.test(secret));
        const secret = fc.oneof(text, fc.base64String({ minLength: 24 }), fc.constant(key.slice(10)));
        const field = fc.constantFrom("privateKey", "privateKeyPassword", "password");
        fc.assert(
            fc.property(secret, field, fc.boolean(), (value, name, wrapped) => {
                const bad = wrapped ? [value] : { deep: value };
                const web1 = { host: "a b", port: 0, [name]: bad, proxy: { host: "", [name]: bad } };
                for (const reason of Object.values(problemsOf({ hosts: { web1, web2: value, web3: [value] } }))) {
                    assert.ok(!reason.includes(value), reason);
                    assert.ok(!reason.includes(JSON.stringify(value).slice(1, -1)), reason);
                }
            }),
        );
    });
});
