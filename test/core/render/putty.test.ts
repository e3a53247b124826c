import assert from "node:assert/strict";
import fc from "fast-check";
import {
    puttyFileName,
    puttyRegistryName,
    puttyRegistryReason,
    puttySessionReason,
    renderPuttyReg,
    renderPuttySession,
} from "../../../core/render/putty";

describe("rendering PuTTY's registry file", () => {
    it("writes minutes and seconds apart, as PuTTY adds them up, with Windows line ends", () => {
        assert.equal(
            renderPuttyReg({ tcpKeepAlive: true, serverAliveInterval: 90, serverAliveCountMax: 3 }, "my server"),
            [
                "Windows Registry Editor Version 5.00",
                "",
                "[HKEY_CURRENT_USER\\Software\\SimonTatham\\PuTTY\\Sessions\\my%20server]",
                '"PingInterval"=dword:00000001',
                '"PingIntervalSecs"=dword:0000001e',
                '"TCPKeepalives"=dword:00000001',
                "",
            ].join("\r\n"),
        );
    });

    it("writes the default session if none is named", () => {
        assert.match(
            renderPuttyReg({ tcpKeepAlive: false }),
            /Sessions\\Default%20Settings\]\r\n"TCPKeepalives"=dword:00000000\r\n$/,
        );
    });
});

describe("rendering PuTTY's session file on Unix", () => {
    it("writes one line a value", () => {
        assert.equal(
            renderPuttySession({ tcpKeepAlive: true, serverAliveInterval: 120 }),
            "PingInterval=2\nPingIntervalSecs=0\nTCPKeepalives=1\n",
        );
    });

    it("always adds up to the interval in PuTTY's minutes and seconds", () => {
        fc.assert(
            fc.property(fc.integer({ min: 0, max: 86_400 }), (serverAliveInterval) => {
                const numbers = [...renderPuttySession({ serverAliveInterval }).matchAll(/=(\d+)/g)].map(([, n]) =>
                    Number(n),
                );
                assert.equal((numbers[0] ?? 0) * 60 + (numbers[1] ?? 0), serverAliveInterval);
            }),
        );
    });
});

describe("a PuTTY session's name", () => {
    it("is written as PuTTY writes it, in the registry and as a file", () => {
        const name = "a[b ~!*?\\%";
        assert.equal(puttyRegistryName(name), "a[b%20~!%2A%3F%5C%25");
        assert.equal(puttyFileName(name), "a%5Bb%20%7E%21%2A%3F%5C%25");
        assert.equal(puttyRegistryName(".hidden.x"), "%2Ehidden.x");
    });

    it("cannot break out of its key or its folder", () => {
        fc.assert(
            fc.property(fc.string({ unit: "grapheme-ascii" }), (name) => {
                if (puttySessionReason(name) !== undefined) return;
                assert.doesNotMatch(puttyRegistryName(name), /[\\\r\n]/);
                assert.doesNotMatch(puttyFileName(name), /[/\r\n]/);
            }),
        );
    });

    it("may be any text that PuTTY can store", () => {
        for (const good of ["Default Settings", "Büro", "本番", "🖥 a", "x".repeat(250)])
            assert.equal(puttySessionReason(good), undefined);
        for (const bad of ["", "  ", "a\nb", "x".repeat(251), "\ud800"])
            assert.match(puttySessionReason(bad) ?? "", /not the name of a session/);
        assert.equal(puttyFileName("Büro 本"), "B%C3%BCro%20%E6%9C%AC");
        assert.equal(puttyRegistryName("Büro"), "B%FCro");
        assert.equal(puttyRegistryReason("Büro"), undefined);
        assert.match(puttyRegistryReason("本番") ?? "", /code page/);
    });
});
