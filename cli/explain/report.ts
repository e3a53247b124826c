import type { TimingReport } from "../../core/describeTiming";
import { duration } from "../../core/duration";
import type { ClientSettings, KernelSettings, ServerSettings } from "../../core/settings";
import { sshdLines } from "../../core/render/sshdConfig";
import { sshClientLines } from "../../core/render/sshConfig";
import { sysctlLines } from "../../core/render/sysctl";
import { timeline } from "./timeline";

/** The settings that are explained, without the defaults for what is not set. */
interface Explained {
    server: ServerSettings;
    kernel: KernelSettings;
    client: ClientSettings;
}

/** The report: a line a fact, the timeline, the warnings. */
export function reportText(
    settings: Explained,
    timing: TimingReport,
    client: TimingReport | undefined,
    notes: readonly string[],
): string {
    const sections = [
        ["Settings", [...sshdLines(settings.server), ...sysctlLines(settings.kernel), openSshLine(timing)]],
        ["What happens", facts(timing)],
        [
            `The client, with ${sshClientLines(settings.client).join(", ")}`,
            client === undefined || Object.keys(settings.client).length === 0 ? [] : clientFacts(client),
        ],
        ["On the way", timing.hops.map(hopFact)],
        ["Timeline of a session that goes silent at 0", timeline(timing)],
        ["Notes", notes],
        ["Warnings", timing.warnings],
    ] as const;
    return sections
        .filter(([, lines]) => lines.length > 0)
        .map(([title, lines]) => `${title}\n${lines.map((line) => `  ${line}`.trimEnd()).join("\n")}\n`)
        .join("\n");
}

/** Whether the settings do what keepalive is for: some dead peer is detected, and every hop keeps the connection. */
export function isSound(timing: TimingReport): boolean {
    return timing.endsUnreachable !== null && timing.hops.every(({ survives }) => survives);
}

function openSshLine({ openssh }: TimingReport): string {
    return openssh === null ? "on an OpenSSH that probes at every interval (not 9.2 to 9.4)" : `on OpenSSH ${openssh}`;
}

function facts(timing: TimingReport): string[] {
    const asks = timing.probePeriod === null ? "never" : `every ${duration(timing.probePeriod)}`;
    const table: [string, string][] = [
        ["sshd asks a silent client", asks],
        ["peer unreachable (cable, NAT): ends after", duration(timing.endsUnreachable)],
        ["peer hung, its kernel answers: ends after", duration(timing.endsUnresponsive)],
        ["TCP keepalive alone would end it after", duration(timing.tcpKeepaliveEnds)],
        ["the kernel retransmits for", duration(timing.retransmissionLimit)],
        ["a user who does not type is logged out after", duration(timing.idleSessionEnds)],
    ];
    if (timing.unusedConnectionEnds !== null) {
        table.push(["a connection without channels ends after", duration(timing.unusedConnectionEnds)]);
    }
    return table.map(([name, value]) => `${name.padEnd(46)}${value}`);
}

function clientFacts(client: TimingReport): string[] {
    return [
        `${"server unreachable: ssh ends after".padEnd(46)}${duration(client.clientEndsUnreachable)}`,
        `${"server hung: ssh ends after".padEnd(46)}${duration(client.clientEndsUnresponsive)}`,
    ];
}

function hopFact({ title, idleTimeout, silence, survives, margin }: TimingReport["hops"][number]): string {
    const name = `${title}: forgets after ${duration(idleTimeout)}`;
    if (silence === null) return `${name}; LOST, nothing is sent`;
    const next = `the longest silence is ${silence} s`;
    return survives
        ? `${name}; kept, ${next}, ${margin} s to spare`
        : `${name}; LOST, ${next}, ${-(margin ?? 0)} s too late`;
}
