/** The input of `explain` as the query of a URL, which is the page's state. The names are those of the command's options. */
import { type Directive, tables } from "../directives";
import { parseChannelTimeouts, parseFlag, parseRekeyLimit, typedCount, typedTime } from "../parse/values";
import { defined } from "../records";
import { rendered, type Value } from "../render/lines";
import type { RequestedSettings } from "../resolve";
import type { Settings } from "../settings";
import type { ExplainConditions } from "./explanation";

/** One value of the input. */
export interface Field {
    /** The option's name, without hyphens in front. */
    readonly name: string;
    readonly group: keyof Settings | "conditions";
    readonly property: string;
    /** Returns undefined for text that cannot be read; the text itself is then the value, so that validation names it. */
    readonly read: (text: string) => unknown;
}

const asIs = (text: string) => text;

const fields: readonly Field[] = [
    { name: "interval", group: "server", property: "clientAliveInterval", read: typedTime },
    { name: "count", group: "server", property: "clientAliveCountMax", read: typedCount },
    { name: "tcp-keepalive", group: "server", property: "tcpKeepAlive", read: parseFlag },
    { name: "channel-timeout", group: "server", property: "channelTimeout", read: timeouts },
    { name: "unused-connection-timeout", group: "server", property: "unusedConnectionTimeout", read: typedTime },
    { name: "client-interval", group: "client", property: "serverAliveInterval", read: typedTime },
    { name: "client-count", group: "client", property: "serverAliveCountMax", read: typedCount },
    { name: "kernel-time", group: "kernel", property: "time", read: typedTime },
    { name: "kernel-interval", group: "kernel", property: "interval", read: typedTime },
    { name: "kernel-probes", group: "kernel", property: "probes", read: typedCount },
    { name: "openssh", group: "conditions", property: "openssh", read: asIs },
    { name: "client-openssh", group: "conditions", property: "clientOpenssh", read: asIs },
    { name: "rekey-limit", group: "conditions", property: "rekeyInterval", read: parseRekeyLimit },
    { name: "client-rekey-limit", group: "conditions", property: "clientRekeyInterval", read: parseRekeyLimit },
    { name: "tcp-retries2", group: "conditions", property: "tcpRetries2", read: typedCount },
    { name: "putty-session", group: "conditions", property: "puttySession", read: asIs },
];

/** The label of a field: its setting's keyword, marked where it is the client's; without a setting, the name itself. */
export function labelOf(name: string): string {
    const { group, property } = fields.find((each) => each.name === name) ?? { group: "conditions" };
    const table: readonly Directive[] = group === "conditions" ? [] : tables[group];
    const row = table.find((each) => each.property === property);
    if (row === undefined) return name;
    return group === "client" ? `${row.keyword} of the clients` : row.keyword;
}

export interface Query {
    readonly requested: RequestedSettings;
    readonly conditions: ExplainConditions;
}

/** The input that consists of these values; `valueOf` returns undefined for a field that is not given. */
export function queryFrom(
    { profile, path }: { profile?: string | undefined; path?: readonly string[] | undefined },
    valueOf: (field: Field) => unknown,
): Query {
    const groups: Record<Field["group"], Record<string, unknown>> = {
        server: {},
        kernel: {},
        client: {},
        conditions: {},
    };
    for (const field of fields) {
        const value = valueOf(field);
        if (value !== undefined) groups[field.group][field.property] = value;
    }
    const { conditions, ...settings } = groups;
    // A group without settings would count as given.
    const given = Object.entries(settings).filter(([, group]) => Object.keys(group).length > 0);
    return { requested: defined({ profile, networkPath: path, ...Object.fromEntries(given) }), conditions };
}

/** Reads a query by name. Empty values count as not given, and an unreadable one stays text, for `explain` to refuse. */
export function parseQuery(query: Iterable<readonly [string, string]>): Query {
    const given = new Map([...query].filter(([, value]) => value.trim() !== ""));
    const path = given.has("path") ? hopsIn(given.get("path")) : undefined;
    return queryFrom({ profile: given.get("profile"), path }, ({ name, read }) => {
        const text = given.get(name)?.trim();
        return text === undefined ? undefined : (read(text) ?? text);
    });
}

/** The hops of a path, which are separated by commas. */
export function hopsIn(path = ""): string[] {
    const hops = path.split(",").map((hop) => hop.trim());
    return hops.filter((hop) => hop !== "");
}

/** The query for the same input, in the order of the options. */
export function queryOf({ requested, conditions }: Query): [name: string, value: string][] {
    const groups = { ...requested, conditions };
    const query: [string, string][] = [];
    if (requested.profile !== undefined) query.push(["profile", requested.profile]);
    for (const { name, group, property } of fields) {
        const value = (groups[group] as Record<string, Value | string> | undefined)?.[property];
        if (value !== undefined) query.push([name, typeof value === "string" ? value : rendered(value)]);
    }
    if (requested.networkPath?.length) query.push(["path", requested.networkPath.join(",")]);
    return query;
}

function timeouts(text: string): Record<string, number> | undefined {
    return text.includes("=") ? parseChannelTimeouts(text.trim().split(/\s+/)) : undefined;
}
