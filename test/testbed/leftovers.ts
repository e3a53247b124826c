import * as fs from "node:fs";
import type { Host } from "../support/testbed";

/** What can still be seen of a set on this machine, looked for by other means than the ones that took it away. */
export function leftovers(set: string, hosts: readonly Host[] = []): string[] {
    const mine = new RegExp(`^psk\\.${set}(\\.|$)`, "u");
    const namespaces = fs.existsSync("/run/netns") ? fs.readdirSync("/run/netns") : [];
    const mounts = fs.readFileSync("/proc/mounts", "utf8").split("\n");
    const places = ["/run", "/sys/fs/cgroup", "/sys/fs/cgroup/unified", "/sys/fs/cgroup/systemd"];
    return [
        ...namespaces.filter((name) => mine.test(name)).map((name) => `namespace ${name}`),
        ...mounts.filter((line) => line.includes(`/pulumi-ssh-keepalive/${set}/`)).map((line) => `mount ${line}`),
        ...places
            .map((place) => `${place}/pulumi-ssh-keepalive/${set}`)
            .filter((place) => fs.existsSync(place))
            .map((place) => `folder ${place}`),
        ...hosts.filter((host) => runs(host)).map((host) => `process ${host.init.pid} of ${host.name}`),
    ];
}

/** Whether a host's first process is still there. */
export function runs(host: Host): boolean {
    const stat = `/proc/${host.init.pid}/stat`;
    const fields = fs.existsSync(stat) ? fs.readFileSync(stat, "utf8").split(") ")[1]?.split(" ") : undefined;
    return fields !== undefined && fields[0] !== "Z" && Number(fields[19]) === host.init.started;
}
