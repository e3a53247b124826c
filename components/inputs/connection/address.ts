import { isIPv4, isIPv6 } from "node:net";
import { shown } from "../../../core/validate/shown";

/** Why a connection's `host` is not an address or a host name; undefined if it is. */
export function addressReason(value: unknown): string | undefined {
    if (typeof value !== "string") return `${shown(value)} is not an address or a host name; write one as a string`;
    const fault = faults.find(({ test }) => test(value));
    return fault === undefined ? undefined : `${shown(value)} ${fault.reason}`;
}

/** Why a connection's `user` is not a user name; undefined if it is. */
export function userReason(value: unknown): string | undefined {
    if (typeof value === "string" && value.includes("@"))
        return `${shown(value)} has an "@"; write the user alone, and the host in \`host\` (a domain's user as "DOMAIN\\\\user")`;

    if (typeof value === "string" && /^[^\s\p{Cc}:-][^\s\p{Cc}:]*$/u.test(value)) return undefined;
    return `${shown(value)} is not a user name; write one without spaces and colons, as a string`;
}

/** The same host gives the same text: names in small letters without a final dot, IPv6 in its one short form. */
export function canonicalAddress(host: string): string {
    const bare = host.toLowerCase().replace(/\.$/, "");
    if (!isIPv6(bare)) return bare;
    const [address = "", zone] = bare.split("%");
    const short = new URL(`http://[${address}]/`).hostname.slice(1, -1);
    return zone === undefined ? short : `${short}%${zone}`;
}

/**
 * Common mistakes instead of an address, in the order in which they are checked. No reason quotes a part of the host,
 * which may be a secret.
 */
const faults: readonly { test: (host: string) => boolean; reason: string }[] = [
    {
        test: (host) => /^[a-z][a-z0-9+.-]*:\/\//i.test(host),
        reason: "is a URL; write the host alone, with the port in `port` and the user in `user`",
    },
    {
        test: (host) => host.includes("@"),
        reason: "names a user; write the host alone, and the user in `user`",
    },
    {
        test: (host) => /^\[.*\](:\d*)?$/.test(host),
        reason: "is in brackets; write the address without them, and the port in `port`",
    },
    {
        test: (host) => !isIPv6(host) && /^[^:]+:\d*$/.test(host),
        reason: "has a port; write the host alone, and the port in `port`",
    },
    {
        test: (host) => /^[^/]+\/\d{1,3}$/.test(host),
        reason: "is a network; write the address of one host, without /",
    },
    {
        test: (host) => /^[\d.]+$/.test(host) && !isIPv4(host),
        reason: "is not an IPv4 address; write four numbers from 0 to 255 with dots between them",
    },
    {
        test: (host) => host.includes(":") && !isIPv6(host),
        reason: "is not an IPv6 address; write eight groups of hexadecimal digits, or :: for groups of zeros",
    },
    {
        test: (host) =>
            !isIPv6(host) && !/^(?=.{1,253}$)([\p{L}\p{N}_]([\p{L}\p{N}_-]{0,61}[\p{L}\p{N}_])?\.?)+$/u.test(host),
        reason: "is not an address or a host name; write one of letters, digits, hyphens and dots, without spaces",
    },
];
