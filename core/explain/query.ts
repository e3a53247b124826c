/** The input of `explain` as the query of a URL, which is the page's state. The names are those of the command's options. */
import { parseChannelTimeouts, parseFlag, parseRekeyLimit, typedCount, typedTime } from "../parse/values";
import type { WantedSettings } from "../resolve";
import { groups as tables } from "../validate/shape";
import type { ExplainConditions } from "./explanation";

type Place = "server" | "kernel" | "client" | "conditions";

interface Field {
    /** The option's name, without hyphens in front. */
    readonly name: string;
    readonly place: Place;
    readonly property: string;
    /**
     * Undefined for text that cannot be read; the text itself is then the value, so that the check of settings names
     * it.
     */
    readonly read: (text: string) => unknown;
    readonly write?: (value: never) => string;
}

const asIs = (text: string) => text;

const fields: readonly Field[] = [
    { name: "interval", place: "server", property: "clientAliveInterval", read: typedTime },
    { name: "count", place: "server", property: "clientAliveCountMax", read: typedCount },
    { name: "tcp-keepalive", place: "server", property: "tcpKeepAlive", read: parseFlag, write: yesOrNo },
    {
        ...{ name: "channel-timeout", place: "server", property: "channelTimeout", write: pairs },
        read: (text) => (text.includes("=") ? parseChannelTimeouts(text.trim().split(/\s+/)) : undefined),
    },
    { name: "unused-connection-timeout", place: "server", property: "unusedConnectionTimeout", read: typedTime },
    { name: "client-interval", place: "client", property: "serverAliveInterval", read: typedTime },
    { name: "client-count", place: "client", property: "serverAliveCountMax", read: typedCount },
    { name: "kernel-time", place: "kernel", property: "time", read: typedTime },
    { name: "kernel-interval", place: "kernel", property: "interval", read: typedTime },
    { name: "kernel-probes", place: "kernel", property: "probes", read: typedCount },
    { name: "openssh", place: "conditions", property: "openssh", read: asIs },
    { name: "client-openssh", place: "conditions", property: "clientOpenssh", read: asIs },
    { name: "rekey-limit", place: "conditions", property: "rekeyInterval", read: parseRekeyLimit },
    { name: "client-rekey-limit", place: "conditions", property: "clientRekeyInterval", read: parseRekeyLimit },
    { name: "tcp-retries2", place: "conditions", property: "tcpRetries2", read: typedCount },
    { name: "putty-session", place: "conditions", property: "puttySession", read: asIs },
];

/** What a name of the query is called: a setting's keyword, and whose it is if it is the clients'; else the name itself. */
export function labelOf(name: string): string {
    const field = fields.find((each) => each.name === name);
    const row = tables[field?.place ?? ""]?.find(({ property }) => property === field?.property);
    if (row === undefined) return name;
    return field?.place === "client" ? `${row.keyword} of the clients` : row.keyword;
}

export interface PageQuery {
    readonly wanted: WantedSettings;
    readonly conditions: ExplainConditions;
}

/** Reads a query by name; empty values are not given. What is no number stays a text, for `explain` to refuse. */
export function parseQuery(query: Iterable<readonly [string, string]>): PageQuery {
    const given = new Map([...query].filter(([, value]) => value.trim() !== ""));
    const groups: Record<Place, Record<string, unknown>> = { server: {}, kernel: {}, client: {}, conditions: {} };
    for (const { name, place, property, read } of fields) {
        const text = given.get(name)?.trim();
        if (text === undefined) continue;
        groups[place][property] = read(text) ?? text;
    }
    const { server, kernel, client, conditions } = groups;
    const path = given.get("path")?.split(",").map((hop) => hop.trim()).filter(Boolean); // prettier-ignore
    return {
        wanted: {
            ...(given.has("profile") && { profile: given.get("profile") }),
            ...(path !== undefined && { networkPath: path }),
            ...(Object.keys(server).length > 0 && { server }),
            ...(Object.keys(kernel).length > 0 && { kernel }),
            ...(Object.keys(client).length > 0 && { client }),
        },
        conditions,
    };
}

/** The query for the same input, in the order of the options. */
export function queryOf({ wanted, conditions }: PageQuery): [name: string, value: string][] {
    const { server, kernel, client } = wanted;
    const groups: Record<Place, object | undefined> = { server, kernel, client, conditions };
    const query: [string, string][] = [];
    if (wanted.profile !== undefined) query.push(["profile", wanted.profile]);
    for (const { name, place, property, write = String } of fields) {
        const value = (groups[place] as Record<string, unknown> | undefined)?.[property];
        if (value !== undefined) query.push([name, typeof value === "string" ? value : write(value as never)]);
    }
    if (wanted.networkPath?.length) query.push(["path", wanted.networkPath.join(",")]);
    return query;
}

function yesOrNo(value: boolean): string {
    return value ? "yes" : "no";
}

function pairs(value: Readonly<Record<string, number>>): string {
    return Object.entries(value)
        .map(([type, seconds]) => `${type}=${seconds}`)
        .join(" ");
}
