/**
 * Measured with real programs: seconds from the start of a session until sshd gives up on an unreachable peer. sshd's
 * clock starts at the last data, up to about a second after the start; the kernel's limit is a lower bound, because its
 * first timeout is a little above 0.2 s. Hence the tolerances.
 */
export const measuredEnds = [
    { openssh: "8.4p1", interval: 5, count: 1, tcpRetries2: 15, measured: 8.9, tolerance: 1.5 },
    { openssh: "8.4p1", interval: 10, count: 2, tcpRetries2: 15, measured: 28.9, tolerance: 1.5 },
    { openssh: "9.2p1", interval: 5, count: 1, tcpRetries2: 15, measured: 19.3, tolerance: 1.5 },
    { openssh: "9.2p1", interval: 10, count: 2, tcpRetries2: 15, measured: 59.2, tolerance: 1.5 },
    { openssh: "10.0p2", interval: 5, count: 1, tcpRetries2: 15, measured: 9, tolerance: 1.5 },
    { openssh: "10.0p2", interval: 10, count: 2, tcpRetries2: 15, measured: 28.9, tolerance: 1.5 },
    { openssh: "9.2p1", interval: 5, count: 30, tcpRetries2: 5, measured: 22.5, tolerance: 1.5 },
    { openssh: "10.0p2", interval: 30, count: 100, tcpRetries2: 15, measured: 973, tolerance: 20 },
    { openssh: "9.2p1", interval: 30, count: 100, tcpRetries2: 15, measured: 1004, tolerance: 20 },
] as const;
