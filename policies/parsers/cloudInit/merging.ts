import { isRecord } from "../../../core/records";

/** How values of each type are merged: `list`, `dict` and `str`, with options. */
type Mergers = ReadonlyMap<string, readonly string[]>;

/** By default, a later part's keys replace those of earlier parts. */
const byDefault = "dict(replace)+list()+str()";

/**
 * Merges a part's cloud-config into that of the earlier parts, in the way that its header `Merge-Type`, or its key
 * `merge_how` or `merge_type`, specifies. Source: cloud-init's mergers.
 */
export function mergeConfigs(
    before: Record<string, unknown>,
    part: Record<string, unknown>,
    header: string | undefined,
): Record<string, unknown> {
    const { merge_how: how, merge_type: type, ...config } = part;
    const named = [...mergersOf(how ?? type), ...mergersOf(header)];
    const mergers = new Map((named.length > 0 ? named : mergersOf(byDefault)).reverse());
    return merge(before, config, mergers) as Record<string, unknown>;
}

function mergersOf(value: unknown): [string, string[]][] {
    if (typeof value === "string") {
        return [...value.toLowerCase().matchAll(/(\w+)\(([^)]*)\)/g)].map(([, name = "", options = ""]) => [
            name,
            options.split(",").map((option) => option.trim()),
        ]);
    }

    return (Array.isArray(value) ? (value as unknown[]) : []).flatMap((each): [string, string[]][] => {
        const [name, ...options] = isRecord(each) ? [each.name, each.settings].flat() : [each].flat();
        return typeof name === "string" ? [[name, options.map(String)]] : [];
    });
}

function merge(before: unknown, value: unknown, mergers: Mergers): unknown {
    const options = mergers.get(
        Array.isArray(before) ? "list" : isRecord(before) ? "dict" : typeof before === "string" ? "str" : "",
    );
    if (options === undefined) return before;

    if (Array.isArray(before)) return mergeLists(before as unknown[], value, options, mergers);

    if (isRecord(before)) return isRecord(value) ? mergeDicts(before, value, options, mergers) : before;

    return typeof value === "string" && options.includes("append") ? `${before as string}${value}` : value;
}

function mergeLists(before: unknown[], value: unknown, options: readonly string[], mergers: Mergers): unknown {
    if (!Array.isArray(value)) return value;

    const list = value as unknown[];
    if (options.includes("append")) return [...before, ...list];

    if (options.includes("prepend")) return [...list, ...before];

    return before.map((each, i) =>
        i >= list.length || options.includes("no_replace") ? each : mergeSame(each, list[i], options, mergers),
    );
}

function mergeDicts(
    before: Record<string, unknown>,
    value: Record<string, unknown>,
    options: readonly string[],
    mergers: Mergers,
): Record<string, unknown> {
    const merged = { ...before };
    for (const [key, each] of Object.entries(value)) {
        if (!(key in merged) || options.includes("replace")) merged[key] = each;
        else if (each === null && options.includes("allow_delete")) delete merged[key];
        else if (isRecord(each) || recurses(each, options)) merged[key] = merge(merged[key], each, mergers);
    }
    return merged;
}

function mergeSame(before: unknown, value: unknown, options: readonly string[], mergers: Mergers): unknown {
    const isRecursive = isRecord(value) ? options.includes("recurse_dict") : recurses(value, options);
    return isRecursive ? merge(before, value, mergers) : value;
}

function recurses(value: unknown, options: readonly string[]): boolean {
    return Array.isArray(value)
        ? options.includes("recurse_array") || options.includes("recurse_list")
        : typeof value === "string" && options.includes("recurse_str");
}
