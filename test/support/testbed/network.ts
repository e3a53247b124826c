import * as fs from "node:fs";
import { namespaceFile, namespaceFolder, namespaceName } from "./places";
import { mustRun, run } from "./run";

/** How many sets can be at once, and hosts in each: 198.18.0.0/15, the range for benchmarks, cut into /22 subnets. */
export const setLimit = 128;
export const hostLimit = 1021;

/** The address of a set's controller (number 0) or of its host of that number (1 to 1021). */
export function addressOf(slot: number, number: number): string {
    const offset = slot * 1024 + number + 1;
    return `198.${18 + (offset >> 16)}.${(offset >> 8) & 255}.${offset & 255}`;
}

/** The length of every set's subnet prefix. */
const prefixLength = 22;

/**
 * Makes the controller's namespace with the bridge that hosts hang on. It has no way out: nothing that runs in it
 * reaches anything but its hosts and itself.
 */
export async function makeController(set: string, slot: number): Promise<void> {
    const name = namespaceName(set);
    await mustRun(["ip", "netns", "add", name]);
    await batch(
        [
            "link set lo up",
            "link add br0 type bridge forward_delay 0 mcast_snooping 0",
            `addr add ${addressOf(slot, 0)}/${prefixLength} dev br0`,
            "link set br0 addrgenmode none up",
        ],
        name,
    );
}

/** Plugs hosts into their set's bridge: a namespace each, with an `eth0` that is up and has the host's address. */
export async function plugIn(
    set: string,
    slot: number,
    hosts: readonly { name: string; number: number }[],
): Promise<void> {
    const namespaces = hosts.map(({ name }) => namespaceName(set, name));
    await batch(namespaces.map((namespace) => `netns add ${namespace}`));
    await batch(
        hosts.flatMap(({ number }, index) => [
            `link add v${number} type veth peer name eth0 netns ${namespaces[index]}`,
            `link set v${number} master br0 addrgenmode none up`,
        ]),
        namespaceName(set),
    );
    await Promise.all(
        inChunks(hosts, 64).map((chunk) =>
            mustRun(["sh", "-c", wireScript, "wire"], {
                stdin: chunk
                    .map(
                        ({ name, number }) =>
                            `${namespaceName(set, name)} ${addressOf(slot, number)}/${prefixLength}\n`,
                    )
                    .join(""),
            }),
        ),
    );
}

const wireScript = `
set -eu
while read -r namespace address; do
    printf '%s\\n' 'link set lo up' "addr add $address dev eth0" 'link set eth0 addrgenmode none up' |
        ip -n "$namespace" -batch -
done`;

/** The namespaces of a set that exist, its controller's and its hosts'. */
export function namespacesOf(set: string): string[] {
    const controller = namespaceName(set);
    const names = fs.existsSync(namespaceFolder) ? fs.readdirSync(namespaceFolder) : [];
    return names.filter((name) => name === controller || name.startsWith(`${controller}.`));
}

/**
 * Unplugs hosts from their set's bridge, those that are plugged in. The kernel takes a namespace's links away only some
 * time after the namespace, so a next host could find its link's name taken.
 */
export async function unplug(set: string, numbers: readonly number[]): Promise<void> {
    if (numbers.length > 0) {
        const lines = numbers.map((number) => `link del v${number}\n`).join("");
        await run(["ip", "-n", namespaceName(set), "-force", "-batch", "-"], { stdin: lines });
    }
}

/** Takes namespaces away, and with them every link in them. */
export async function removeNamespaces(names: readonly string[]): Promise<void> {
    await batch(names.filter((name) => fs.existsSync(namespaceFile(name))).map((name) => `netns del ${name}`));
}

/** The same command, run in a network namespace. It replaces `nsenter`, so its signals and exit code are its own. */
export function inNamespace(namespace: string, argv: readonly string[]): string[] {
    return ["nsenter", `--net=${namespaceFile(namespace)}`, "--", ...argv];
}

async function batch(lines: readonly string[], namespace?: string): Promise<void> {
    if (lines.length > 0) {
        const where = namespace === undefined ? [] : ["-n", namespace];
        await mustRun(["ip", ...where, "-batch", "-"], { stdin: `${lines.join("\n")}\n` });
    }
}

function inChunks<T>(items: readonly T[], size: number): T[][] {
    const chunks: T[][] = [];
    for (let start = 0; start < items.length; start += size) chunks.push(items.slice(start, start + size));

    return chunks;
}
