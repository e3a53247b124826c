import assert from "node:assert/strict";
import { distributionNamed, distributionNote, distributions } from "../../core/distributions";
import { doublesInterval, parseOpenSshVersion } from "../../core/openssh";

describe("a distribution's name", () => {
    it("maps to the version that it ships, in any spelling", () => {
        const versions = {
            rhel8: "8.0",
            "RHEL 8": "8.0",
            "rhel-8": "8.0",
            "Rocky-8": "8.0",
            el8: "8.0",
            rhel9: "8.7",
            rhel7: "7.4",
            "ubuntu-24.04": "9.6",
            ubuntu2404: "9.6",
            noble: "9.6",
            "ubuntu-22.04": "8.9",
            "ubuntu-20.04": "8.2",
            "amazon-linux-2023": "8.7",
            al2023: "8.7",
            "amazon-linux-2": "7.4",
            "debian-12": "9.2",
            bookworm: "9.2",
            trixie: "10.0",
            forky: "10.6",
        };
        for (const [name, version] of Object.entries(versions)) {
            const [major, minor] = version.split(".").map(Number);
            assert.deepEqual(parseOpenSshVersion(name), { major, minor }, name);
        }
        assert.ok(doublesInterval("debian-12") && !doublesInterval("debian-13"));
    });

    it("is unique, and has a version and a source", () => {
        const names = distributions.flatMap(({ name, aliases }) => [name, ...aliases]);
        for (const name of names) {
            const { openssh, source } = distributionNamed(name) ?? assert.fail(name);
            assert.match(openssh, /^\d+\.\d+$/);
            assert.ok(source.length > 5);
        }
        assert.equal(new Set(names.map((name) => name.replace(/[._-]/g, ""))).size, names.length);
    });

    it("names each version if its release has had more than one", () => {
        const [rhel, amazon] = [distributionNote("rocky9.4"), distributionNote("al2023")];
        assert.match(
            rhel ?? "",
            /^rocky9\.4 is taken for .* 9\.0 to 9\.7, OpenSSH 8\.7; 9\.8 ships OpenSSH 9\.9; .*rhel-9\.8\.$/,
        );
        assert.match(amazon ?? "", /OpenSSH 8\.7; .*amazon-linux-2023\.12\.$/);
        const later = ["rhel-9.8", "Rocky 9.8", "centos-stream-9", "al2023.12", "rhel-10.1"];
        for (const name of later) assert.deepEqual(parseOpenSshVersion(name), { major: 9, minor: 9 }, name);
        assert.deepEqual(parseOpenSshVersion("opensuse-leap-15.1"), { major: 7, minor: 9 });
        for (const name of ["rhel-9.8", "debian-12", "9.2", "nothing"]) assert.equal(distributionNote(name), undefined);
        // Every name in a note is known.
        for (const { note = "" } of distributions) {
            for (const [, name = ""] of note.matchAll(/(?:name it|or) ([a-z][\w.-]+)/g))
                assert.ok(distributionNamed(name), name);
        }
    });

    it("that is unknown maps to nothing", () => {
        for (const name of ["", "rhel", "rhel-99", "debian", "12", "dropbear"])
            assert.equal(parseOpenSshVersion(name), undefined, name);
    });
});
