import assert from "node:assert/strict";
import { addressReason, canonicalAddress, userReason } from "../../../../components/inputs/connection/address";

describe("The address of a host", () => {
    const right = [
        "203.0.113.10",
        "web1",
        "web-1.example.com",
        "web1.example.com.",
        "_srv.example",
        "münchen.example",
        "2001:db8::1",
        "::1",
        "fe80::1%eth0",
        "127.0.0.1",
        "1e100.net",
        "::ffff:192.0.2.1",
        "ec2-203-0-113-25.compute-1.amazonaws.com",
    ];
    for (const host of right) it(`may be ${host}`, () => assert.equal(addressReason(host), undefined));

    const wrong: [host: unknown, says: RegExp][] = [
        ["web1:22", /has a port/],
        ["203.0.113.10:2222", /has a port/],
        ["web1:", /has a port/],
        ["[2001:db8::1]", /brackets/],
        ["[2001:db8::1]:22", /brackets/],
        ["ssh://web1", /is a URL/],
        ["ssh://admin@web1:22/", /is a URL/],
        ["https://web1", /is a URL/],
        ["admin@web1", /names a user/],
        ["203.0.113.0/24", /is a network/],
        ["2001:db8::/32", /is a network/],
        ["203.0.113.300", /not an IPv4 address/],
        ["1.2.3", /not an IPv4 address/],
        ["127.1", /not an IPv4 address/],
        ["127.0.0.1.", /not an IPv4 address/],
        ["0177.0.0.1", /not an IPv4 address.*without leading zeros/],
        ["0x7f.1", /not an IPv4 address/],
        ["0x7f000001", /not an IPv4 address/],
        ["2130706433", /not an IPv4 address/],
        ["web.1", /not an IPv4 address/],
        ["0.0.0.0", /no single host/],
        ["255.255.255.255", /no single host/],
        ["224.0.0.1", /no single host/],
        ["::", /no single host/],
        ["ff02::1", /no single host/],
        ["::ffff:0.0.0.0", /no single host/],
        ["fe80::1%25eth0", /behind %25, as in a URL; write % alone/],
        ["fe80::1", /link-local.*%eth0/],
        ["\ufeffweb1", /^"\\ufeffweb1" /],
        ["we\u200bb1", /^"we\\u200bb1" /],
        ["2001:db8:::1", /not an IPv6 address/],
        ["web1.example.com/path", /not an address or a host name/],
        ["-oProxyCommand=x", /not an address/],
        ["a..b", /not an address/],
        ["web 1", /without spaces/],
        ["", /not an address/],
        [7, /as a string/],
        [null, /as a string/],
        ["web1\n", /a line break around it.*trim/],
        [" 203.0.113.10", /blanks/],
        ["undefined", /a value that is missing/],
        ["null", /a value that is missing/],
        ["[object Object]", /text of an object/],
        ["Calling [toString] on an [Output<T>] is not supported.", /pulumi\.interpolate/],
    ];
    for (const [host, says] of wrong)
        it(`is never ${JSON.stringify(host)}`, () => assert.match(addressReason(host) ?? "", says));

    const withPassword = [
        "admin:open-sesame@web1",
        "ssh://admin:open-sesame@web1:22/",
        "admin:open@sesame@web1",
        { host: "web1", password: "open-sesame" },
        [{ host: "web1", password: "open-sesame" }],
        [[{ password: "open-sesame" }]],
        Buffer.from("open-sesame"),
    ];
    for (const host of withPassword) {
        it(`shows no password of ${JSON.stringify(host)}`, () =>
            assert.doesNotMatch(addressReason(host) ?? "", /sesame|111,112/));
    }

    it("is the same however it is written", () => {
        assert.equal(canonicalAddress("WEB1.Example.com."), "web1.example.com");
        assert.equal(canonicalAddress("2001:DB8:0:0:0:0:0:1"), "2001:db8::1");
        assert.equal(canonicalAddress("FE80:0::1%eth0"), "fe80::1%eth0");
        assert.equal(canonicalAddress("::FFFF:192.0.2.1"), "192.0.2.1");
        assert.equal(canonicalAddress("::ffff:c000:0201"), "192.0.2.1");
        assert.equal(canonicalAddress("MÜNCHEN.example"), "xn--mnchen-3ya.example");
    });
});

describe("The user of a connection", () => {
    for (const user of ["root", "ec2-user", "svc_ansible", "CORP\\alice", "a.b", "josé"])
        it(`may be ${user}`, () => assert.equal(userReason(user), undefined));

    for (const user of [
        "",
        "a b",
        "-l",
        "root:secret",
        "admin@web1",
        0,
        null,
        "a\nb",
        "a\u200bb",
        "a\u202eb",
        "\ud800",
        "a\0",
        "a".repeat(257),
    ])
        it(`is never ${JSON.stringify(user)}`, () => assert.match(userReason(user) ?? "", /; write /));

    for (const user of ["root:secret", "root:secret@web1", { user: "root", password: "secret" }])
        it(`shows no password of ${JSON.stringify(user)}`, () => assert.doesNotMatch(userReason(user) ?? "", /secret/));

    it("is not the text of a value that is missing", () => assert.match(userReason("undefined") ?? "", /is missing/));
});
