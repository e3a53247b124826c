import assert from "node:assert/strict";
import { hostPatternReason, renderSshConfig } from "../../../core/render/sshConfig";

describe("rendering ssh_config", () => {
    it("writes a Host block with one indented line a setting", () => {
        const text = renderSshConfig({ serverAliveCountMax: 3, serverAliveInterval: 90, tcpKeepAlive: true }, [
            "*.example.com",
            "!bastion.example.com",
        ]);
        assert.equal(
            text,
            [
                "Host *.example.com !bastion.example.com",
                "    TCPKeepAlive yes",
                "    ServerAliveInterval 90",
                "    ServerAliveCountMax 3",
                "",
            ].join("\n"),
        );
    });

    it("applies to every host by default", () => {
        assert.equal(renderSshConfig({ serverAliveInterval: 90 }), "Host *\n    ServerAliveInterval 90\n");
    });
});

describe("a host pattern", () => {
    for (const good of ["*", "web-1.example.com", "!db?", "10.0.*.1", "fe80::1%eth0"])
        it(`may be ${good}`, () => assert.equal(hostPatternReason(good), undefined));

    for (const bad of ["", "a b", "a\nHost *", '"a"', "#a", "a=b", "-oProxyCommand=x y", 3, null]) {
        it(`may not be ${JSON.stringify(bad)}`, () =>
            assert.match(hostPatternReason(bad) ?? "", /is not a host pattern/));
    }
});
