import { launcher, packedProgram } from "../../components/remote/packing";
import { type Host, down, mustExec, suites, up } from "../../test/support/testbed";

/** The number of runs of each command; the mean is shown. */
const runs = 30;

const owner = "--owner bench/hosts/keepalive";
const others = "'TCPKeepAlive yes' 'ClientAliveCountMax 3' 'net.ipv4.tcp_keepalive_time = 300'";

/** The measured shell commands, in which `$i` counts the runs, with the goal in seconds of CPU time. */
const rows: readonly { readonly name: string; readonly command: string; readonly goal?: number }[] = [
    { name: "sshd -t", command: "/usr/sbin/sshd -t" },
    {
        name: "apply that changes sshd and kernel",
        command: `program apply ${owner} "ClientAliveInterval $((i + 100))" "net.ipv4.tcp_keepalive_intvl = $((i + 10))" ${others}`,
        goal: 0.15,
    },
    {
        name: "apply without a change",
        command: `program apply ${owner} 'ClientAliveInterval 120' ${others}`,
        goal: 0.08,
    },
    { name: "check", command: `program check ${owner} 'ClientAliveInterval 120' ${others}` },
    { name: "restore without a change", command: `program restore --owner bench/hosts/other` },
];

/** The CPU time (user and system, in seconds) of one run of a command on a host, including its children. */
async function cpuSeconds(host: Host, command: string): Promise<number> {
    const script = `
        program() { sh -c '${launcher}' keepalive "$@" </srv/program; }
        once() { ${command}; }
        i=0 && once
        times >/srv/before
        for i in $(seq ${runs}); do once; done
        times >/srv/after
        tail -q -n 1 /srv/before /srv/after | paste -s -d ' ' >&3`;
    // The program's reports are not needed here.
    const output = await mustExec(host, ["bash", "-c", `exec 3>&1 >/dev/null; set -e; ${script}`]);
    const [user = 0, system = 0, userAfter = 0, systemAfter = 0] = output
        .trim()
        .split(" ")
        .map((time) => {
            const [, minutes, seconds] = /^(\d+)m([\d.]+)s$/u.exec(time) ?? [];
            return Number(minutes) * 60 + Number(seconds);
        });
    return (userAfter + systemAfter - user - system) / runs;
}

/** Prints the CPU time of the host program, packed as it is sent, compared with one `sshd -t`. */
async function main(): Promise<void> {
    const set = `bench-program-${process.pid}`;
    const { hosts } = await up({ set, hosts: suites.map((suite) => ({ name: suite, suite })) });
    try {
        const titles = hosts.map(({ suite, openssh }) => `${suite} (${openssh})`);
        console.log(
            `CPU time of one run in seconds, the mean of ${runs}; packed, the program has ${packedProgram("server").length} bytes.\n`,
        );
        console.log(`| what | ${titles.join(" | ")} | goal |`);
        console.log(`|---|${hosts.map(() => "---").join("|")}|---|`);
        for (const host of hosts) await mustExec(host, "cat >/srv/program", { stdin: packedProgram("server") });
        for (const { name, command, goal } of rows) {
            const cells = [];
            for (const host of hosts) cells.push((await cpuSeconds(host, command)).toFixed(3));
            console.log(`| ${name} | ${cells.join(" | ")} | ${goal === undefined ? "" : `≤ ${goal}`} |`);
        }
    } finally {
        await down(set);
    }
}

main().catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
});
