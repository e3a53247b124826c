/**
 * Which OpenSSH a distribution ships, one row for each version that a release had. Distributions backport fixes without
 * changing the version, so a host's own report is always more reliable than this table.
 */

export interface Distribution {
    /** The name that is taken for a version, such as `debian-12`. */
    readonly name: string;
    readonly title: string;
    /**
     * Names of the same release or of a release that is built from it. Case, spaces, dots and hyphens do not matter.
     */
    readonly aliases: readonly string[];
    /** The OpenSSH version, such as "9.2". */
    readonly openssh: string;
    /** Where the version is from. */
    readonly source: string;
    /** What the name alone leaves open, where the release has changed its version. */
    readonly note?: string;
}

const debian = "packages.debian.org";
const ubuntu = "packages.ubuntu.com";
const centos = "git.centos.org, imports of rpms/openssh";
const fedora = "packages.fedoraproject.org";
const amazon = "docs.aws.amazon.com, Amazon Linux 2023 release notes";
const suse = "build.opensuse.org, project SUSE:SLE";
const alpine = "pkgs.alpinelinux.org";

/** The first row of a release is the version that its name alone is taken for: the older one, whose files all versions take. */
export const distributions: readonly Distribution[] = [
    row("debian-10", "Debian 10", "7.9", `${debian}: 1:7.9p1-10+deb10u4`, ["buster"]),
    row("debian-11", "Debian 11", "8.4", `${debian}: 1:8.4p1-5+deb11u5; tested here`, ["bullseye"]),
    row("debian-12", "Debian 12", "9.2", `${debian}: 1:9.2p1-2+deb12u7; tested here`, ["bookworm"]),
    row("debian-12-backports", "Debian 12 with backports", "10.0", `${debian}: 1:10.0p1-7~bpo12+1`, [
        "bookworm-backports",
    ]),
    row("debian-13", "Debian 13", "10.0", `${debian}: 1:10.0p1-7; tested here`, ["trixie"]),
    row("debian-13-backports", "Debian 13 with backports", "10.3", `${debian}; tested here`, ["trixie-backports"]),
    row("debian-14", "Debian 14 (testing)", "10.6", `${debian}, November 2026; tested here`, ["forky"]),
    row("ubuntu-16.04", "Ubuntu 16.04", "7.2", "its banner: OpenSSH_7.2p2 Ubuntu-4ubuntu2.10", ["xenial"]),
    row("ubuntu-18.04", "Ubuntu 18.04", "7.6", "its banner: OpenSSH_7.6p1 Ubuntu-4ubuntu0.5", ["bionic"]),
    row("ubuntu-20.04", "Ubuntu 20.04", "8.2", `${ubuntu}: 1:8.2p1-4ubuntu0.11`, ["focal"]),
    row("ubuntu-22.04", "Ubuntu 22.04", "8.9", `${ubuntu}: 1:8.9p1-3ubuntu0.17`, ["jammy"]),
    row("ubuntu-24.04", "Ubuntu 24.04", "9.6", `${ubuntu}: 1:9.6p1-3ubuntu13.19`, ["noble"]),
    row("ubuntu-25.10", "Ubuntu 25.10", "10.0", `${ubuntu}: 1:10.0p1-5ubuntu5.4`, ["questing"]),
    row("ubuntu-26.04", "Ubuntu 26.04", "10.2", `${ubuntu}: 1:10.2p1-2ubuntu3.6`, ["resolute"]),
    {
        ...row("rhel-7", "Red Hat Enterprise Linux 7.4 to 7.9", "7.4", `${centos}: 7.4p1-23.el7_9`, [
            ...redHatNames("7"),
            ...minors("7", 4, 9),
        ]),
        note: "7.0 to 7.3 shipped OpenSSH 6.6",
    },
    row("rhel-8", "Red Hat Enterprise Linux 8", "8.0", `${centos}: 8.0p1-17.el8`, [
        ...redHatNames("8"),
        "centos-stream-8",
        ...minors("8", 0, 10),
    ]),
    {
        ...row("rhel-9", "Red Hat Enterprise Linux 9.0 to 9.7", "8.7", `${centos}: 8.7p1-29.el9_2`, [
            ...redHatNames("9"),
            ...minors("9", 0, 7),
        ]),
        note: "9.8 ships OpenSSH 9.9; name it rhel-9.8",
    },
    row("rhel-9.8", "Red Hat Enterprise Linux 9.8", "9.9", "Rocky Linux 9.8: 9.9p1-12.el9_8", [
        ...redHatNames("9.8"),
        "centos-stream-9",
    ]),
    row("rhel-10", "Red Hat Enterprise Linux 10", "9.9", "AlmaLinux 10.1 and 10.2: 9.9p1-14.el10_1, 9.9p1-27.el10_2", [
        ...redHatNames("10"),
        "centos-stream-10",
        ...minors("10", 0, 2),
    ]),
    row("fedora-42", "Fedora 42", "9.9", `${fedora}: 9.9p1-12.fc42`, ["f42"]),
    row("fedora-43", "Fedora 43", "10.0", `${fedora}: 10.0p1-6.fc43`, ["f43"]),
    row("fedora-44", "Fedora 44", "10.2", `${fedora}: 10.2p1-2.fc44`, ["f44"]),
    row("fedora-45", "Fedora 45", "10.4", `${fedora}: 10.4p1-4.fc45`, ["f45"]),
    row("amazon-linux-2", "Amazon Linux 2", "7.4", "its package: 7.4p1-22.amzn2", ["al2", "amzn2"]),
    {
        ...row(
            "amazon-linux-2023",
            "Amazon Linux 2023 before 2023.12.20260803",
            "8.7",
            `${amazon}: 8.7p1-8.amzn2023.0.18`,
            ["al2023", "amzn2023"],
        ),
        note: "its releases from 2023.12.20260803 on ship OpenSSH 9.9; name it amazon-linux-2023.12",
    },
    row(
        "amazon-linux-2023.12",
        "Amazon Linux 2023 from 2023.12.20260803 on",
        "9.9",
        `${amazon}, 2023.12.20260803: 9.9p1-10.amzn2023.0.1`,
        ["al2023.12", "amzn2023.12"],
    ),
    row("sles-12", "SUSE Linux Enterprise Server 12 SP5", "7.2", `${suse}-12-SP5: 7.2p2-81`, ["sles-12-sp5"]),
    row("sles-15-ga", "SUSE Linux Enterprise Server 15", "7.6", `${suse}-15: 7.6p1-9.16.1`, ["opensuse-leap-15.0"]),
    row("sles-15-sp1", "SUSE Linux Enterprise Server 15 SP1", "7.9", `${suse}-15-SP1: 7.9p1-6.17.1`, [
        "opensuse-leap-15.1",
    ]),
    {
        ...row(
            "sles-15",
            "SUSE Linux Enterprise Server 15 SP3 to SP5",
            "8.4",
            "SUSE's updates: 8.4p1-150300.3.38",
            [3, 4, 5].flatMap((pack) => [`sles-15-sp${pack}`, `opensuse-leap-15.${pack}`]),
        ),
        note: "SP1 shipped OpenSSH 7.9, and SP6 ships 9.6; name it sles-15-sp1 or sles-15-sp6",
    },
    row("sles-15-sp6", "SUSE Linux Enterprise Server 15 SP6", "9.6", "SUSE's updates: 9.6p1-150600.6.37", [
        "opensuse-leap-15.6",
    ]),
    row("alpine-3.19", "Alpine Linux 3.19", "9.6", `${alpine}: 9.6_p1-r2`, []),
    row("alpine-3.20", "Alpine Linux 3.20", "9.7", `${alpine}: 9.7_p1-r5`, []),
    row("alpine-3.21", "Alpine Linux 3.21", "9.9", "its package: openssh-server-9.9_p1-r2", []),
    row("alpine-3.22", "Alpine Linux 3.22", "10.0", `${alpine}: 10.0_p1-r7`, []),
    row("alpine-3.23", "Alpine Linux 3.23", "10.2", `${alpine}: 10.2_p1-r0`, []),
    row("alpine-3.24", "Alpine Linux 3.24", "10.3", `${alpine}: 10.3_p1-r1`, []),
];

/** The distribution of that name or alias; undefined where there is none. */
export function distributionNamed(name: string): Distribution | undefined {
    const key = normalized(name);
    return distributions.find((each) => [each.name, ...each.aliases].some((known) => normalized(known) === key));
}

/** The note on a version that was given as a distribution's name, in one sentence; undefined if there is none. */
export function distributionNote(name: string): string | undefined {
    const { openssh, title, note } = distributionNamed(name) ?? {};
    return note === undefined ? undefined : `${name} is taken for ${title}, OpenSSH ${openssh}; ${note}.`;
}

function row(name: string, title: string, openssh: string, source: string, aliases: readonly string[]): Distribution {
    return { name, title, openssh, source, aliases: aliases.filter((alias) => alias !== name) };
}

// The names of Red Hat's release and of those that are built from it.
function redHatNames(version: string): string[] {
    return ["rhel", "el", "rocky", "almalinux", "alma", "centos", "oracle-linux", "ol", "redhat"].map(
        (name) => `${name}-${version}`,
    );
}

function minors(version: string, first: number, last: number): string[] {
    return Array.from({ length: last - first + 1 }, (_, index) => `${version}.${first + index}`).flatMap(redHatNames);
}

function normalized(name: string): string {
    return name.toLowerCase().replace(/[\s._-]/g, "");
}
