/**
 * The one reader of what `sshd -T` and `ssh -G` print. Both print a keyword and its value on each line: keywords in lower
 * case up to OpenSSH 10.3 and in mixed case since, flags as `yes` and `no`, or as `true` and `false` since 10.6.
 */
import { type Directive, tables } from "../directives";
import type { Settings } from "../settings";
import { parseChannelTimeouts, parseCount, parseFlag, parseTime } from "./values";

/** Values by keyword or sysctl key, spelled in any case. */
export type EffectiveValues = Readonly<Record<string, string>>;

/** The lines of `sshd -T` or `ssh -G` by keyword; of a keyword that is there twice (`Port`), the first. */
export function parseEffective(text: string): EffectiveValues {
    const values: Record<string, string> = {};
    for (const line of text.split(/\r?\n/)) {
        const [, keyword, value] = /^([A-Za-z]\w*)(?:[ \t]+(.*))?$/.exec(line) ?? [];
        if (keyword !== undefined) values[keyword.toLowerCase()] ??= (value ?? "").trim();
    }
    return values;
}

/** The effective settings of a group. A key that is not printed, or whose value cannot be read, is left out. */
export function effectiveSettings<Group extends keyof Settings>(
    group: Group,
    values: EffectiveValues,
): Settings[Group] {
    const byKeyword = withLowerCaseKeys(values);
    const settings = tables[group].flatMap(({ property, keyword, kind }: Directive) => {
        const text = byKeyword[keyword.toLowerCase()];
        const value = text === undefined ? undefined : readers[kind](text);
        return value === undefined ? [] : [[property, value]];
    });
    return Object.fromEntries(settings) as Settings[Group];
}

/** The time of `RekeyLimit` in seconds, which is printed after the amount of data; undefined where there is none. */
export function rekeyIntervalOf(values: EffectiveValues): number | undefined {
    const [, time = "0"] = (withLowerCaseKeys(values).rekeylimit ?? "").split(/\s+/);
    return parseTime(time) || undefined;
}

function withLowerCaseKeys(values: EffectiveValues): Record<string, string | undefined> {
    return Object.fromEntries(Object.entries(values).map(([keyword, value]) => [keyword.toLowerCase(), value]));
}

const readers: Readonly<Record<Directive["kind"], (text: string) => unknown>> = {
    boolean: parseFlag,
    count: parseCount,
    seconds: (text) => (/^none$/i.test(text) ? 0 : parseTime(text)),
    channelTimeouts: (text) => {
        const timeouts = parseChannelTimeouts(text.split(/\s+/));
        return Object.keys(timeouts ?? {}).length > 0 ? timeouts : undefined;
    },
};
