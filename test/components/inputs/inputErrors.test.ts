import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import { SshKeepalive } from "../../../components";
import { checkNow } from "../../../components/inputs/checkInputs";
import { managing } from "../../../components/inputs/parts";
import { wholeRules } from "../../../components/server/rules";
import { privateKey as key } from "../../support/keys";
import { record } from "../../support/mocks";

const host = { host: "192.0.2.1" };

/** The problems of arguments that are all known, by the path of the property. */
function problemsOf(args: unknown, name = "edge"): Record<string, string> {
    try {
        checkNow(args, wholeRules(name, managing("SshKeepalive", name, false, {})));
    } catch (error) {
        assert.ok(pulumi.InputPropertiesError.isInstance(error), String(error));
        return Object.fromEntries((error.errors ?? []).map(({ propertyPath, reason }) => [propertyPath, reason]));
    }
    return {};
}

/** Each bad input: where the problem is, and what its reason says of the value, the rule and the remedy. */
const table: [what: string, args: unknown, path: string, says: RegExp[]][] = [
    ["no hosts", {}, "hosts", [/is missing/, /write \{ web1/]],
    ["no host", { hosts: {} }, "hosts", [/is empty/, /write|give/]],
    ["hosts in a list", { hosts: [host] }, "hosts", [/array/, /not an object/, /write/]],
    ["a host's bare address", { hosts: { web1: "192.0.2.1" } }, "hosts.web1", [/not an object/, /write \{ host/]],
    ["no address", { hosts: { web1: {} } }, "hosts.web1.host", [/missing/, /write the address/]],
    ["no address of a bastion", { hosts: { web1: { ...host, proxy: {} } } }, "hosts.web1.proxy.host", [/missing/]],
    [
        "a name with a slash",
        { hosts: { "a/b": host } },
        'hosts["a/b"]',
        [/not a valid resource name/, /letters, digits/],
    ],
    ["an empty name", { hosts: { "": host } }, 'hosts[""]', [/not a valid resource name/, /letters, digits/]],
    ["a long name", { hosts: { ["a".repeat(64)]: host } }, `hosts.${"a".repeat(64)}`, [/at most 63/]],
    ["a name with a hyphen first", { hosts: { "-a": host } }, 'hosts["-a"]', [/starting with a letter or digit/]],
    [
        "a blank in an address",
        { hosts: { a: { host: "a b" } } },
        "hosts.a.host",
        [/"a b" \(string\)/, /without spaces/],
    ],
    ["an address like an option", { hosts: { a: { host: "-oX" } } }, "hosts.a.host", [/"-oX"/, /address/]],
    ["a number for an address", { hosts: { a: { host: 7 } } }, "hosts.a.host", [/7 \(number\)/, /as a string/]],
    ["port 0", { hosts: { a: { ...host, port: 0 } } }, "hosts.a.port", [/0 \(number\)/, /1 to 65535/, /write one/]],
    ["a port as a string", { hosts: { a: { ...host, port: "22" } } }, "hosts.a.port", [/"22" \(string\)/, /number/]],
    ["no user name", { hosts: { a: { ...host, user: "" } } }, "hosts.a.user", [/"" \(string\)/, /a user name/]],
    ["a key's path", { hosts: { a: { ...host, privateKey: "~/.ssh/id" } } }, "hosts.a.privateKey", [/path/, /text/]],
    [
        "a public key",
        { hosts: { a: { ...host, privateKey: "ssh-ed25519 A" } } },
        "hosts.a.privateKey",
        [/public/, /give/],
    ],
    [
        "half a key",
        { hosts: { a: { ...host, privateKey: "BEGIN\nx" } } },
        "hosts.a.privateKey",
        [/not the text/, /give/],
    ],
    [
        "an empty password",
        { hosts: { a: { ...host, password: "" } } },
        "hosts.a.password",
        [/empty/, /leave the field out/],
    ],
    [
        "a host key's hash",
        { hosts: { a: { ...host, hostKey: "SHA256:x" } } },
        "hosts.a.hostKey",
        [/SHA256/, /ssh-keyscan/],
    ],
    ["an unknown way to root", { hosts: { a: { ...host, become: "su" } } }, "hosts.a.become", [/"su"/, /"sudo"/]],
    [
        "a misspelt field",
        { hosts: { a: { ...host, prt: 22 } } },
        "hosts.a.prt",
        [/no such field/, /did you mean "port"/],
    ],
    [
        "become on a bastion",
        { hosts: { a: { ...host, proxy: { ...host, become: "sudo" } } } },
        "hosts.a.proxy.become",
        [/no such/],
    ],
    [
        "dialErrorLimit -2",
        { hosts: { a: { ...host, dialErrorLimit: -2 } } },
        "hosts.a.dialErrorLimit",
        [/-2/, /from -1 to/],
    ],
    [
        "one host twice",
        { hosts: { a: host, b: { ...host, port: 22 } } },
        "hosts.b.host",
        [/192\.0\.2\.1/, /"a" already/, /one name/],
    ],
    [
        "an interval as a string",
        { hosts: { a: host }, server: { clientAliveInterval: "120" } },
        "server.clientAliveInterval",
        [/"120" \(string\)/, /whole number of seconds/, /without quotes/],
    ],
    [
        "an interval in minutes",
        { hosts: { a: host }, server: { clientAliveInterval: "2m" } },
        "server.clientAliveInterval",
        [/"2m"/, /write 120, in seconds/],
    ],
    [
        "half a second",
        { hosts: { a: host }, server: { clientAliveInterval: 0.5 } },
        "server.clientAliveInterval",
        [/0\.5 \(number\)/, /write/],
    ],
    ["NaN", { hosts: { a: host }, server: { clientAliveInterval: NaN } }, "server.clientAliveInterval", [/NaN/]],
    [
        "a week",
        { hosts: { a: host }, server: { clientAliveInterval: 604_800 } },
        "server.clientAliveInterval",
        [/604800/, /0 to 86400/, /nearest/],
    ],
    [
        "count 0",
        { hosts: { a: host }, server: { clientAliveInterval: 9, clientAliveCountMax: 0 } },
        "server.clientAliveCountMax",
        [/never end the session/, /give 1 or more/],
    ],
    [
        "yes for true",
        { hosts: { a: host }, server: { tcpKeepAlive: "yes" } },
        "server.tcpKeepAlive",
        [/"yes"/, /write true without quotes/],
    ],
    [
        "a directive's own name",
        { hosts: { a: host }, server: { ClientAliveInterval: 5 } },
        "server.ClientAliveInterval",
        [/did you mean "clientAliveInterval"/],
    ],
    [
        "an unknown channel",
        { hosts: { a: host }, server: { channelTimeout: { shell: 5 } } },
        'server.channelTimeout["shell"]',
        [/matches no channel/],
    ],
    [
        "an option for a channel",
        { hosts: { a: host }, server: { channelTimeout: { "session:* x": 5 } } },
        'server.channelTimeout["session:* x"]',
        [/not a channel type/],
    ],
    [
        "nothing that detects",
        { hosts: { a: host }, server: { clientAliveInterval: 0, tcpKeepAlive: false } },
        "server.clientAliveInterval",
        [/dead peer/, /give/],
    ],
    ["kernel time 0", { hosts: { a: host }, kernel: { time: 0 } }, "kernel.time", [/0 \(number\)/, /1 to 32767/]],
    ["128 probes", { hosts: { a: host }, kernel: { probes: 128 } }, "kernel.probes", [/128/, /1 to 127/]],
    ["kernel null", { hosts: { a: host }, kernel: null }, "kernel", [/null/, /not an object/]],
    [
        "an unknown profile",
        { hosts: { a: host }, profile: "balancd" },
        "profile",
        [/"balancd"/, /did you mean "balanced"/i],
    ],
    ["an unknown hop", { hosts: { a: host }, networkPath: ["aws-nat"] }, "networkPath[0]", [/"aws-nat"/]],
    [
        "a path in one string",
        { hosts: { a: host }, networkPath: "gcp-vpc" },
        "networkPath",
        [/not a list/, /write hops/],
    ],
    [
        "an interval that a hop outlives",
        { hosts: { a: host }, networkPath: ["350"], server: { clientAliveInterval: 400 } },
        "server.clientAliveInterval",
        [/400/, /drop the connection/, /give/],
    ],
    ["check as a string", { hosts: { a: host }, check: "yes" }, "check", [/"yes" \(string\)/, /write true or false/]],
    ["takeOver as a number", { hosts: { a: host }, takeOver: 1 }, "takeOver", [/1 \(number\)/, /true or false/]],
    ["a misspelt property", { hosts: { a: host }, sever: {} }, "sever", [/no such property/, /did you mean "server"/]],
    [
        "no settings at all",
        { hosts: { a: host }, server: {} },
        "server",
        [/nothing to do/, /leave server and kernel out/],
    ],
];

describe("A bad input", () => {
    for (const [what, args, path, says] of table) {
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

describe("Hostile text", () => {
    const hostile = fc.oneof(
        fc.string({ unit: "grapheme" }),
        fc.string({ unit: fc.constantFrom(..."'\"\\$`;&|<>(){}[]*?!#~ \t\n\r\0-=%@a") }),
        fc.constantFrom("$(reboot)", "a\nb", "__proto__", "constructor", "toString", "../x", "a;b", "\u202e", "ａ"),
    );
    it("is rejected as a host's name unless it consists of letters, digits and . _ -", () => {
        fc.assert(
            fc.property(hostile, (name) => {
                const accepted = Object.keys(problemsOf({ hosts: Object.fromEntries([[name, host]]) })).length === 0;
                assert.equal(accepted, /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/.test(name), JSON.stringify(name));
            }),
        );
    });

    it("is rejected as an address, user or socket if it has a blank, a control character or a leading hyphen", () => {
        fc.assert(
            fc.property(hostile, fc.constantFrom("host", "user", "agentSocketPath"), (text, field) => {
                const problems = Object.keys(problemsOf({ hosts: { a: { ...host, [field]: text } } }));
                // A socket's folder may have blanks in its name, as in "Group Containers".
                const blank =
                    field === "agentSocketPath" ? /^\s|[\u0000-\u001f\u007f]|^-|^$/ : /[\s\u0000-\u001f\u007f]|^-|^$/;
                if (blank.test(text)) assert.deepEqual(problems, [`hosts.a.${field}`]);
            }),
        );
    });

    it("is rejected as a setting's value or name, a profile, a hop or a channel type", () => {
        const letters = fc
            .tuple(hostile)
            .map(([text]) => text)
            .filter((text) => !/^[\w:.*?@-]*$/.test(text));
        fc.assert(
            fc.property(letters, (text) => {
                const hosts = { a: host };
                for (const args of [
                    { hosts, server: { clientAliveInterval: text } },
                    { hosts, server: Object.fromEntries([[text, 5]]) },
                    { hosts, server: { channelTimeout: Object.fromEntries([[text, 5]]) } },
                    { hosts, kernel: { time: text } },
                    { hosts, profile: text },
                    { hosts, networkPath: [text] },
                ])
                    assert.notDeepEqual(problemsOf(args), {}, JSON.stringify(args));
            }),
        );
    });

    it("is accepted as a component's name only if it fits on one line", () => {
        fc.assert(
            fc.property(hostile, (name) => {
                const oneLine = /^[^\p{Cc}\p{Zl}\p{Zp}]{1,128}$/u.test(name);
                assert.deepEqual(Object.keys(problemsOf({ hosts: { a: host } }, name)), oneLine ? [] : ["name"]);
            }),
        );
    });
});
