import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { SshClientKeepalive, type SshClientKeepaliveArgs } from "../../../components";
import { allUrns, unhandled } from "../../support/mocks";
import { client, recordClients } from "./recordClients";

describe("A bad input of SshClientKeepalive", () => {
    const hosts = { a: { host: "192.0.2.1" } };
    const cases: [title: string, args: unknown, expected: Record<string, RegExp>][] = [
        ["no place at all", { client }, { hosts: /nothing to do.*local/ }],
        ["no host and local false", { hosts: {}, local: false }, { hosts: /nothing to do/ }],
        ["a host named local", { hosts: { local: { host: "h" } }, client }, { "hosts.local": /this machine/ }],
        ["a host without address", { hosts: { a: {} }, client }, { "hosts.a.host": /is missing/ }],
        ["an unknown property", { hosts, clients: client }, { clients: /did you mean "client"/ }],
        ["the servers' settings", { hosts, server: {} }, { server: /no such property/ }],
        ["a local that is no boolean", { local: "yes" }, { local: /"yes" \(string\) is not a boolean/ }],
        ["a check that is no boolean", { hosts, check: 1 }, { check: /not a boolean/ }],
        ["an interval as a string", { hosts, client: { serverAliveInterval: "60" } }, { "client.serverAliveInterval": /write 60/ }], // prettier-ignore
        ["a count of 0", { hosts, client: { serverAliveInterval: 60, serverAliveCountMax: 0 } }, { "client.serverAliveCountMax": /1 or more/ }], // prettier-ignore
        ["an interval too long for a hop", { hosts, client: { serverAliveInterval: 400 }, networkPath: ["aws-nat-gateway"] }, { "client.serverAliveInterval": /aws-nat-gateway/ }], // prettier-ignore
        ["a profile without client settings", { hosts, profile: "cis" }, { profile: /no client settings/ }],
        ["no setting", { hosts, client: {} }, { client: /nothing to do/ }],
        ["patterns that are no list", { hosts, patterns: "*" }, { patterns: /not a list/ }],
        ["no patterns", { hosts, patterns: [] }, { patterns: /not a list/ }],
        ["patterns that only exclude", { hosts, patterns: ["!a", "!b"] }, { patterns: /every pattern is negated/ }],
        ["one user of one host twice", { hosts: { a: { host: "h" }, b: { host: "h" } } }, { "hosts.b.host": /"a" already/ }], // prettier-ignore
        [
            "everything at once",
            {
                hosts: { "-": { host: "h" } },
                local: 1,
                patterns: ["a b", "*"],
                client: { serverAliveInterval: -1 },
                profile: "x",
            },
            {
                'hosts["-"]': /letters/,
                local: /boolean/,
                "patterns[0]": /not a host pattern/,
                "client.serverAliveInterval": /0 to 86400/,
                profile: /Known/,
            },
        ],
    ];
    for (const [title, args, expected] of cases) {
        it(`is refused with its path and remedy before anything is made: ${title}`, async () => {
            const recording = await recordClients();
            const problems = problemsOf(args);
            assert.deepEqual(problems.map(({ propertyPath }) => propertyPath).sort(), Object.keys(expected).sort());
            for (const { propertyPath, reason } of problems) assert.match(reason, expected[propertyPath] ?? /$^/);
            assert.deepEqual(recording.resources, []);
        });
    }

    it("is rejected for every pattern that ssh, a shell or the file could misread", () => {
        const hostile = ["", "!", "-F", "!-o", "a b", "a\nb", "a\tb", "#a", "a#b", '"a"', "'a'", "a'b", "$(a)", "`a`", "a;b", "a&b", "a|b", "a\\b", "me@a", "!!a", "a!b", "{a}", "[a]", "(a)", "a=b", "a,b", "~", "/a", "ä", "\u0000", "a\r", 1, null, ["*"], {}]; // prettier-ignore
        for (const pattern of hostile) {
            const problems = problemsOf({ hosts, patterns: ["*", pattern] });
            assert.deepEqual(
                problems.map(({ propertyPath }) => propertyPath),
                ["patterns[1]"],
                JSON.stringify(pattern),
            );
        }
    });

    it("is not reported for two users of one host", async () => {
        await recordClients();
        const both = { a: { host: "h", user: "alice" }, b: { host: "h", user: "bob" }, c: { host: "h", user: "bob", become: "sudo" } }; // prettier-ignore
        await allUrns(new SshClientKeepalive("desk", { hosts: both, client }));
    });

    it("is refused when it comes from another resource, and no command is created", async () => {
        const recording = await recordClients();
        const errors = await unhandled(
            () => new SshClientKeepalive("desk", { local: true, client, patterns: [pulumi.output("-F")] }),
        );
        assert.match(
            errors.map(({ message }) => message).join(),
            /patterns\[0\]: "-F" \(string\) starts with a hyphen/,
        );
        assert.deepEqual(
            recording.resources.map(({ name }) => name),
            ["desk"],
        );
    });
});

function problemsOf(args: unknown): readonly { propertyPath: string; reason: string }[] {
    try {
        new SshClientKeepalive("desk", args as SshClientKeepaliveArgs);
    } catch (error) {
        assert.ok(pulumi.InputPropertiesError.isInstance(error), String(error));
        return error.errors ?? [];
    }
    return [];
}
