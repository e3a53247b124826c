import { mustExec } from "./access";
import { kill, isAlive, waitUntil } from "./processes";
import { mustRun } from "./run";
import type { Host } from "./types";

/** The rules that make a host's network silent without its kernel or its peers noticing: no reset, no closed link. */
const silence = ["INPUT -i eth0", "OUTPUT -o eth0"];

/** Drops every packet to and from a host, as a dead path does: no answer, no error. */
export async function dropPackets(host: Host): Promise<void> {
    await mustExec(host, silence.map((rule) => `iptables -w -I ${rule} -j DROP`).join(" && "));
}

/** Lets packets through again. */
export async function restorePackets(host: Host): Promise<void> {
    await mustExec(host, silence.map((rule) => `iptables -w -D ${rule} -j DROP`).join(" && "));
}

/** Makes a host private: from now on it takes connections from another host alone, its bastion, and drops all others. */
export async function reachOnlyThrough(host: Host, bastion: Host): Promise<void> {
    await mustExec(host, `iptables -w -I INPUT -i eth0 -p tcp --syn ! -s ${bastion.address} -j DROP`);
}

/** Cuts a host's power: its link falls silent first, so that no peer sees its connections closed, then all its processes end. */
export async function cutPower(host: Host): Promise<void> {
    await mustRun(["nsenter", `--net=/proc/${host.init.pid}/ns/net`, "ip", "link", "set", "eth0", "down"]);
    kill(host.init);
    await waitUntil(
        () => !isAlive(host.init),
        10,
        () => `${host.name} to end`,
    );
}
