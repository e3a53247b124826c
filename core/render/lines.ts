import { byParticularity } from "../channelTypes";
import { tables } from "../directives";
import type { Settings } from "../settings";

/** The line of each setting that is set, in the order of the table, such as `ClientAliveInterval 120`. */
export function settingLines<Group extends keyof Settings>(
    group: Group,
    settings: Readonly<Settings[Group]>,
): { property: string; line: string }[] {
    const values = settings as Readonly<Record<string, Value | undefined>>;
    const separator = group === "kernel" ? " = " : " ";
    return tables[group].flatMap(({ property, keyword }) => {
        const value = values[property];
        return value === undefined ? [] : [{ property, line: `${keyword}${separator}${rendered(value)}` }];
    });
}

export type Value = boolean | number | Record<string, number>;

/** A checked value as OpenSSH and sysctl write it: yes or no, a number, or channel timeouts, specific ones first. */
export function rendered(value: Value): string {
    if (typeof value === "boolean") return value ? "yes" : "no";
    if (typeof value === "number") return String(value);
    return Object.entries(value)
        .sort(([a], [b]) => byParticularity(a, b))
        .map(([pattern, seconds]) => `${pattern}=${seconds}`)
        .join(" ");
}
