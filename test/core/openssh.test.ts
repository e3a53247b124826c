import assert from "node:assert/strict";
import { doublesInterval, isAtLeast, parseOpenSshVersion } from "../../core/openssh";

describe("reading an OpenSSH version", () => {
    const readings: [text: string, version: { major: number; minor: number } | undefined][] = [
        ["OpenSSH_9.2p1 Debian-2+deb12u3", { major: 9, minor: 2 }],
        ["OpenSSH_9.2, OpenSSL 3.0.19 27 Jan 2026", { major: 9, minor: 2 }],
        ["SSH-2.0-OpenSSH_8.4p1 Debian-5+deb11u3", { major: 8, minor: 4 }],
        ["OpenSSH_10.0p2 Debian-7", { major: 10, minor: 0 }],
        ["OpenSSH_for_Windows_8.1p1, LibreSSL 3.0.2", { major: 8, minor: 1 }],
        ["openssh_7.4p1", { major: 7, minor: 4 }],
        ["9.2", { major: 9, minor: 2 }],
        [" 9.10p1", { major: 9, minor: 10 }],
        ["unknown option -- V\nOpenSSH_8.4p1, OpenSSL 1.1.1", { major: 8, minor: 4 }],
        ["dropbear_2022.83", undefined],
        ["OpenSSL 3.0.19", undefined],
        ["9", undefined],
        ["", undefined],
    ];
    for (const [text, version] of readings) {
        it(`finds ${version ? `${version.major}.${version.minor}` : "none"} in ${JSON.stringify(text)}`, () => {
            assert.deepEqual(parseOpenSshVersion(text), version);
        });
    }
});

describe("comparing OpenSSH versions", () => {
    it("compares numbers, not text", () => {
        assert.ok(isAtLeast("10.0", "9.2"));
        assert.ok(isAtLeast("9.10", "9.9"));
        assert.ok(!isAtLeast("9.1", "9.2"));
        assert.ok(isAtLeast({ major: 9, minor: 2 }, "9.2"));
    });

    it("calls what cannot be read not recent", () => {
        assert.ok(!isAtLeast("dropbear", "9.2"));
    });
});

describe("the doubled interval", () => {
    it("is in 9.2, 9.3 and 9.4, and in no other version", () => {
        const versions = ["8.4", "9.1", "9.2p1", "9.3p2", "9.4p1", "9.5", "9.9", "10.0", "10.2", "nonsense"];
        assert.deepEqual(versions.filter(doublesInterval), ["9.2p1", "9.3p2", "9.4p1"]);
    });
});
