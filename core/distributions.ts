/**
 * Which OpenSSH a distribution ships, one row a release. Distributions carry fixes back without changing the version, so
 * a host's own report is always better than this table.
 */

export interface Distribution {
    /** The name that is taken for a version, such as `debian-12`. */
    readonly name: string;
    readonly title: string;
    /** Names of the same release or of one that is built from it. Case, blanks, dots and hyphens do not matter. */
    readonly aliases: readonly string[];
    /** The OpenSSH version, such as "9.2". */
    readonly openssh: string;
    /** Where the version is from. */
    readonly source: string;
}

const debian = "Debian's package index (openssh-server)";
const ubuntu = "Ubuntu's package index (openssh-server)";
const redHat = "Red Hat's package manifest (openssh-server)";
const amazon = "Amazon's package list (openssh-server)";
const suse = "SUSE's package list (openssh)";
const alpine = "Alpine's package index (openssh-server)";

export const distributions: readonly Distribution[] = [
    row("debian-10", "Debian 10", "7.9", debian, ["buster"]),
    row("debian-11", "Debian 11", "8.4", `${debian}; tested here`, ["bullseye"]),
    row("debian-12", "Debian 12", "9.2", `${debian}; tested here`, ["bookworm"]),
    row("debian-13", "Debian 13", "10.0", `${debian}; tested here`, ["trixie"]),
    row("debian-13-backports", "Debian 13 with backports", "10.3", `${debian}; tested here`, ["trixie-backports"]),
    row("debian-14", "Debian 14 (testing)", "10.6", `${debian}, November 2026; tested here`, ["forky"]),
    row("ubuntu-16.04", "Ubuntu 16.04", "7.2", ubuntu, ["xenial"]),
    row("ubuntu-18.04", "Ubuntu 18.04", "7.6", ubuntu, ["bionic"]),
    row("ubuntu-20.04", "Ubuntu 20.04", "8.2", ubuntu, ["focal"]),
    row("ubuntu-22.04", "Ubuntu 22.04", "8.9", ubuntu, ["jammy"]),
    row("ubuntu-24.04", "Ubuntu 24.04", "9.6", ubuntu, ["noble"]),
    row("ubuntu-26.04", "Ubuntu 26.04", "10.2", ubuntu, ["resolute"]),
    row("rhel-7", "Red Hat Enterprise Linux 7", "7.4", redHat, rebuilds("7")),
    row("rhel-8", "Red Hat Enterprise Linux 8", "8.0", redHat, rebuilds("8")),
    row("rhel-9", "Red Hat Enterprise Linux 9", "8.7", `${redHat}, 9.0`, rebuilds("9")),
    row("rhel-10", "Red Hat Enterprise Linux 10", "9.9", `${redHat}, 10.0`, rebuilds("10")),
    row("amazon-linux-2", "Amazon Linux 2", "7.4", amazon, ["al2", "amzn2"]),
    row("amazon-linux-2023", "Amazon Linux 2023", "8.7", amazon, ["al2023"]),
    row("sles-12", "SUSE Linux Enterprise Server 12", "7.2", `${suse}, SP5`, []),
    row("sles-15", "SUSE Linux Enterprise Server 15", "8.4", `${suse}, SP3 to SP5`, []),
    row("alpine-3.20", "Alpine Linux 3.20", "9.7", alpine, []),
    row("alpine-3.21", "Alpine Linux 3.21", "9.9", alpine, []),
    row("alpine-3.22", "Alpine Linux 3.22", "10.0", alpine, []),
];

/** The distribution of that name or alias; undefined where there is none. */
export function distributionNamed(name: string): Distribution | undefined {
    const key = normalized(name);
    return distributions.find((each) => [each.name, ...each.aliases].some((known) => normalized(known) === key));
}

function row(name: string, title: string, openssh: string, source: string, aliases: readonly string[]): Distribution {
    return { name, title, openssh, source, aliases };
}

function rebuilds(version: string): string[] {
    return ["el", "rocky", "almalinux", "alma", "centos", "centos-stream", "oracle-linux", "ol", "redhat"].map(
        (name) => `${name}-${version}`,
    );
}

function normalized(name: string): string {
    return name.toLowerCase().replace(/[\s._-]/g, "");
}
