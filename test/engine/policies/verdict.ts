import assert from "node:assert/strict";
import { hosts, rejecting } from "../../policies/support";

/**
 * Returns the rules that reject the real programs' values: lines of `sshd -T` and of the kernel's files, or `refused`
 * if sshd does not accept its configuration.
 */
export async function rulesRejecting(output: string): Promise<string[]> {
    const values = new Map(output.split("\n").map((line) => line.toLowerCase().split(" ") as [string, string]));
    if (values.has("refused")) return ["sshd-config-accepted"];

    assert.ok(values.has("clientaliveinterval") && values.has("tcp_keepalive_time"), output);
    const number = (key: string): number => Number(values.get(key));
    return rejecting(
        hosts({
            server: {
                tcpKeepAlive: values.get("tcpkeepalive") === "yes",
                clientAliveInterval: number("clientaliveinterval"),
                clientAliveCountMax: number("clientalivecountmax"),
            },
            kernel: {
                time: number("tcp_keepalive_time"),
                interval: number("tcp_keepalive_intvl"),
                probes: number("tcp_keepalive_probes"),
            },
        }),
    );
}
