import type { HopReport, TimingReport } from "../../core/timing/report";

/**
 * The times that result from a host's effective settings, in seconds; an absent time is "never". (Absent and not null,
 * because a schema, from which the SDKs of other languages are made, has optional properties but no null.)
 */
export interface HostTiming {
    /** The OpenSSH version, such as "9.2"; absent where it is not known. */
    openssh?: string;
    /** Time between two probes that sshd really sends, while it sends any. */
    probePeriod?: number;
    /** When sshd's last probe is sent, from the last key exchange; absent where they never stop (see `RekeyLimit`). */
    probesStopAfter?: number;
    /** The longest silence on an idle connection while both ends are well, whichever end breaks it. */
    silence?: number;
    /** When sshd ends the session of an unreachable peer. */
    endsUnreachable?: number;
    /** When sshd ends the session of a peer whose kernel answers but whose ssh does not. */
    endsUnresponsive?: number;
    /** Whether `endsUnresponsive` is for idle sessions only, because output of the session counts as activity. */
    idleSessionsOnly: boolean;
    /** When sshd ends an idle session whose peer is well; absent for never, as it should be. */
    healthySessionEnds?: number;
    /** When TCP keepalive alone would end a connection to an unreachable peer. */
    tcpKeepaliveEnds?: number;
    /** How long the kernel retransmits before it gives up. */
    retransmissionLimit: number;
    /** Time between two probes of the client, where its settings are known, while it sends any. */
    clientProbePeriod?: number;
    /** When the client's last probe is sent, from the last key exchange; absent where they never stop. */
    clientProbesStopAfter?: number;
    /** When the client ends a session with an unreachable server, where its settings are known. */
    clientEndsUnreachable?: number;
    /** When the client ends a session with a server whose kernel answers but whose sshd does not. */
    clientEndsUnresponsive?: number;
    /** Whether `clientEndsUnresponsive` is for idle sessions only, because the user's typing counts as activity. */
    clientIdleSessionsOnly: boolean;
    /** When the client ends an idle session whose server is well; absent for never, as it should be. */
    clientHealthySessionEnds?: number;
    /** When a user who does not type loses the session; no keepalive does that, only ChannelTimeout. */
    idleSessionEnds?: number;
    /** When a connection without open channels ends. */
    unusedConnectionEnds?: number;
    /** What each hop of the network path does with an idle connection. */
    hops: HopTiming[];
    /** What the user should know about these settings. */
    warnings: string[];
}

/** What one hop of the network path does with an idle connection. Times in seconds. */
export interface HopTiming {
    /** The hop, as `networkPath` names it. */
    name: string;
    /** A description of the hop. */
    title: string;
    /** After how long without a packet it drops the connection. */
    idleTimeout: number;
    /** The longest silence that this hop sees; absent where nothing is sent. */
    silence?: number;
    /** Whether it keeps an idle connection. */
    survives: boolean;
    /** Seconds left when the next packet comes, negative if that is too late; absent where nothing is sent. */
    margin?: number;
    /** Seconds after which the hop ends the connection regardless of traffic; absent for hops that do not. */
    endsAfter?: number;
    /** Where the idle timeout is from. */
    source: string;
}

/** The model's report as an output of a component. */
export function hostTiming({ hops, ...report }: TimingReport): HostTiming {
    return { ...present(report), hops: hops.map((hop: HopReport): HopTiming => present(hop)) };
}

/** The same members, without those that are null. */
export function present<Members extends object>(members: Members): Present<Members> {
    return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== null)) as Present<Members>;
}

/** An object whose nullable members are optional instead. */
export type Present<Members> = {
    [Key in keyof Members as null extends Members[Key] ? never : Key]: Members[Key];
} & { [Key in keyof Members as null extends Members[Key] ? Key : never]?: NonNullable<Members[Key]> };
