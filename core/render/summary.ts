import type { HopReport, TimingReport } from "../timing/report";

/**
 * The timing model's results for a host, as one readable line, for example: `OpenSSH 9.2 probes every 180 s; ends a
 * hung peer's idle session after 720 s, an unreachable peer's after 720 s; aws-nat-gateway keeps it (170 s to spare)`.
 */
export function renderSummary(report: TimingReport): string {
    return [probes(report), ends(report), idle(report), ...report.hops.map(hop)].join("; ");
}

function probes({ openssh, probePeriod, probesStopAfter, healthySessionEnds }: TimingReport): string {
    const who = openssh === null ? "sshd" : `OpenSSH ${openssh}`;
    if (probePeriod === null) return `${who} sends no probes`;
    const until = probesStopAfter === null ? "" : ` and stops after ${probesStopAfter} s (RekeyLimit)`;
    const cuts = healthySessionEnds === null ? "" : `; CUTS a healthy idle session after ${healthySessionEnds} s`;
    return `${who} probes every ${probePeriod} s${until}${cuts}`;
}

function ends(report: TimingReport): string {
    const { endsUnresponsive, endsUnreachable, tcpKeepaliveEnds, idleSessionsOnly } = report;
    const session = idleSessionsOnly ? "idle session" : "session";
    if (endsUnresponsive === null && endsUnreachable === null) return "nothing ends a dead peer's session";
    const unreachable = `an unreachable peer's ${after(endsUnreachable)}`;
    if (endsUnresponsive !== null) return `ends a hung peer's ${session} ${after(endsUnresponsive)}, ${unreachable}`;
    return tcpKeepaliveEnds === null
        ? `never ends a hung peer's session, ${unreachable}`
        : `TCP keepalive alone ends ${unreachable}, nothing ends a hung peer's session`;
}

function idle({ idleSessionEnds }: TimingReport): string {
    return idleSessionEnds === null
        ? "an idle user is never logged out"
        : `an idle user is logged out after ${idleSessionEnds} s`;
}

function hop({ name, survives, margin, endsAfter }: HopReport): string {
    if (survives && endsAfter !== undefined) return `${name} ends it after ${endsAfter} s regardless of traffic`;
    if (survives) return `${name} keeps it${margin === null ? "" : ` (${margin} s to spare)`}`;
    return `${name} DROPS it${margin === null ? "" : ` (${-margin} s too late)`}`;
}

function after(seconds: number | null): string {
    return seconds === null ? "never" : `after ${seconds} s`;
}
