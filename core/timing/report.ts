/** The timing model's results for one host's settings. All times are in seconds; null is "never". */
import type { OpenSshVersionLike } from "../openssh";

/** The conditions under which the settings apply. */
export interface Conditions {
    /** The server's OpenSSH version; without it, one that probes at every interval and knows every directive. */
    openssh?: OpenSshVersionLike | undefined;
    /** The clients' OpenSSH version; without it, a recent one. */
    clientOpenssh?: OpenSshVersionLike | undefined;
    /** The time in the server's `RekeyLimit`; 0 or undefined where there is none. */
    rekeyInterval?: number | undefined;
    /** The time in the clients' `RekeyLimit`. */
    clientRekeyInterval?: number | undefined;
    /** `net.ipv4.tcp_retries2` on both ends. */
    tcpRetries2?: number | undefined;
    networkPath?: readonly (string | number)[] | undefined;
}

export interface TimingReport {
    /** "9.2", or null where it was not given. */
    openssh: string | null;
    /** Time between two probes that sshd really sends, while it sends any. */
    probePeriod: number | null;
    /** When sshd's last probe is sent, from the last key exchange; null where they never stop (see `RekeyLimit`). */
    probesStopAfter: number | null;
    /** The longest silence on an idle connection while both ends are well, whichever end breaks it. */
    silence: number | null;
    /** When sshd ends the session of a peer that nothing reaches. */
    endsUnreachable: number | null;
    /** When sshd ends the session of a peer whose kernel answers but whose ssh does not. */
    endsUnresponsive: number | null;
    /** Whether `endsUnresponsive` is for idle sessions only, because output of the session counts as activity. */
    idleSessionsOnly: boolean;
    /** When sshd ends an idle session whose peer is well; null for never, as it should be. */
    healthySessionEnds: number | null;
    /** When TCP keepalive alone would end a connection to an unreachable peer. */
    tcpKeepaliveEnds: number | null;
    /** How long the kernel retransmits before it gives up. */
    retransmissionLimit: number;
    /** Time between two probes of the client, while it sends any. */
    clientProbePeriod: number | null;
    /** When the client's last probe is sent, from the last key exchange; null where they never stop. */
    clientProbesStopAfter: number | null;
    clientEndsUnreachable: number | null;
    clientEndsUnresponsive: number | null;
    /** Whether `clientEndsUnresponsive` is for idle sessions only, because the user's typing counts as activity. */
    clientIdleSessionsOnly: boolean;
    /** When the client ends an idle session whose server is well; null for never, as it should be. */
    clientHealthySessionEnds: number | null;
    /** When a user who does not type loses the session; no keepalive does that, only ChannelTimeout. */
    idleSessionEnds: number | null;
    /** When a connection without open channels ends. */
    unusedConnectionEnds: number | null;
    hops: HopReport[];
    warnings: string[];
}

export interface HopReport {
    name: string;
    title: string;
    idleTimeout: number;
    /** The longest silence that this hop sees; it does not see TCP keepalive where that does not reset its clock. */
    silence: number | null;
    survives: boolean;
    /** Seconds left when the next packet comes; negative: too late. */
    margin: number | null;
    /** Seconds after which the hop ends the connection regardless of traffic; left out for hops that do not. */
    endsAfter?: number;
    source: string;
}
