import { record, type RecordingOptions } from "../../support/mocks";

export const client = { serverAliveInterval: 60, serverAliveCountMax: 4 };

/** The client program's report of a machine where it applied `client`. */
export const plainClientReport = {
    verb: "apply",
    changed: true,
    line: 3,
    file: "/root/.ssh/config",
    openssh: "OpenSSH_9.2p1",
    effective: { TCPKeepAlive: "yes", ServerAliveInterval: "60", ServerAliveCountMax: "4" },
    previous: { ServerAliveInterval: "0" },
    drift: [],
    warnings: [],
};

/** Records the resources of a program in which each client program prints that report. */
export function recordClients(options: RecordingOptions = {}): ReturnType<typeof record> {
    return record({ stdout: () => JSON.stringify(plainClientReport), ...options });
}
