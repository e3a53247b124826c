import { BlockList, isIPv4, isIPv6 } from "node:net";
import { domainToASCII } from "node:url";
import { shown } from "../../../core/validate/shown";

/** Why a connection's `host` is not an address or a host name; undefined if it is. */
export function addressReason(value: unknown): string | undefined {
    if (typeof value !== "string") return `${shown(value)} is not an address or a host name; write one as a string`;
    const absent = absentReason(value);
    if (absent !== undefined) return `${shown(value)} ${absent}`;
    const fault = faults.find(({ test }) => test(value));
    return fault === undefined ? undefined : `${shown(value)} ${fault.reason}`;
}

/** Why a connection's `user` is not a user name; undefined if it is. */
export function userReason(value: unknown): string | undefined {
    const absent = typeof value === "string" ? absentReason(value) : undefined;
    if (absent !== undefined) return `${shown(value)} ${absent}`;
    if (typeof value === "string" && value.includes("@"))
        return `${shown(value)} has an "@"; write the user alone, and the host in \`host\` (a domain's user as "DOMAIN\\\\user")`;

    if (typeof value === "string" && /^(?!-)[^\p{Z}\p{C}:]{1,256}$/u.test(value)) return undefined;
    // Not shown, since a password may follow.
    if (typeof value === "string" && value.includes(":"))
        return "this has a colon; write the user alone, and a password in `password`";

    return `${shown(value)} is not a user name; write 1 to 256 printable characters without spaces, not beginning with "-", as a string`;
}

/**
 * Why a text is only the string form of a missing value, an object or an output, which templates and concatenation
 * produce; undefined if it is not.
 */
function absentReason(text: string): string | undefined {
    if (/^Calling \[to(String|JSON)\] on an \[Output/.test(text) || text.includes("[Output<"))
        return "is the text of an output that was put into a string; use pulumi.interpolate";
    if (text.includes("[object ")) return "is the text of an object; give the field of it that is meant";
    if (/^(undefined|null|NaN)$/.test(text)) return "is the text of a value that is missing; look where it comes from";
    return undefined;
}

/**
 * One spelling for each host: names in lower-case ASCII without a final dot, IPv6 in its short form, and IPv4 as such
 * where it is written as IPv6.
 */
export function canonicalAddress(host: string): string {
    const bare = host.toLowerCase().replace(/\.$/, "");
    if (!isIPv6(bare)) return domainToASCII(bare) || bare;
    const [address = "", zone] = bare.split("%");
    const short = new URL(`http://[${address}]/`).hostname.slice(1, -1);
    const [, high, low] = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(short) ?? [];
    if (high !== undefined && low !== undefined)
        return [high, low].flatMap((word) => [parseInt(word, 16) >> 8, parseInt(word, 16) & 255]).join(".");

    return zone === undefined ? short : `${short}%${zone}`;
}

/** Addresses that no single host has: unspecified, multicast, reserved and broadcast (RFC 6890). */
const noHosts = new BlockList();
noHosts.addSubnet("0.0.0.0", 8);
noHosts.addSubnet("224.0.0.0", 3);
noHosts.addAddress("::", "ipv6");
noHosts.addSubnet("ff00::", 8, "ipv6");

/** Addresses that each interface of a machine may have on another link (RFC 4291). */
const linkLocal = new BlockList();
linkLocal.addSubnet("fe80::", 10, "ipv6");

function isIn(list: BlockList, host: string): boolean {
    const [address = ""] = host.split("%");
    return (isIPv4(address) && list.check(address)) || (isIPv6(address) && list.check(address, "ipv6"));
}

/**
 * Common mistakes instead of an address, in the order in which they are checked. No reason quotes a part of the host,
 * which may be a secret.
 */
const faults: readonly { test: (host: string) => boolean; reason: string }[] = [
    {
        test: (host) => host !== "" && host.trim() !== host,
        reason: "has blanks or a line break around it; remove them, for example with value.trim()",
    },
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
        // No host name ends with a number (RFC 3696, section 2); some programs would parse such a name as an address.
        test: (host) => /(^|\.)(\d+|0x[\da-f]*)\.?$/i.test(host) && !host.includes(":") && !isIPv4(host),
        reason: "is not an IPv4 address; write four decimal numbers from 0 to 255 with dots between them, without leading zeros",
    },
    {
        test: (host) => /^[\da-f:.]+%25./i.test(host),
        reason: "has its interface behind %25, as in a URL; write % alone",
    },
    {
        test: (host) => host.includes(":") && !isIPv6(host),
        reason: "is not an IPv6 address; write eight groups of hexadecimal digits, or :: for groups of zeros",
    },
    {
        test: (host) => isIn(noHosts, host),
        reason: "is the address of no single host; write that of the host itself",
    },
    {
        test: (host) => isIn(linkLocal, host) && !host.includes("%"),
        reason: "is a link-local address, which needs the interface of the machine that runs Pulumi; write it behind a %, such as %eth0",
    },
    {
        test: (host) =>
            !isIPv6(host) && !/^(?=.{1,253}$)([\p{L}\p{N}_]([\p{L}\p{N}_-]{0,61}[\p{L}\p{N}_])?\.?)+$/u.test(host),
        reason: "is not an address or a host name; write one of letters, digits, hyphens and dots, without spaces",
    },
];
