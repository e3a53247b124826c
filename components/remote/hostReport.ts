import { printable } from "../../core/printable";

/** What both host programs report. */
export interface HostFindings {
    /** Whether anything on the host was changed. */
    changed: boolean;
    /** The version as OpenSSH gives it, for example `OpenSSH_9.2`; empty where there is none to ask. */
    openssh: string;
    /** What the host's own programs said in the end, by directive or sysctl key. */
    effective: Record<string, string>;
    /** What they said before. */
    previous: Record<string, string>;
    /** What had drifted from what the last apply had set, and has been put right. */
    drift: Drift[];
    /** What the user should know. */
    warnings: string[];
}

/** A setting that was not effective where an earlier apply had made it so. */
export interface Drift {
    /** The directive or sysctl key, for example `ClientAliveInterval`. */
    key: string;
    /** The value that the last apply had set. */
    wanted: string;
    /** The value that was found. */
    found: string;
    /** The file and line that wins, where the program found it; empty otherwise. */
    by: string;
}

/** What a field of a report can be. */
export type FieldKind = keyof typeof readers;

/** The fields that both host programs report. */
export const findingsFields = {
    changed: "flag",
    openssh: "text",
    effective: "values",
    previous: "values",
    drift: "drift",
    warnings: "texts",
} as const satisfies Record<keyof HostFindings, FieldKind>;

/**
 * Reads the last line that is a JSON object, since a login shell may print lines of its own, and of that the named
 * fields alone. A host may be anybody's: each field must be what it should be, and all text is made printable. Throws an
 * Error that says what came instead.
 */
export function readReport<Report>(stdout: string, fields: Readonly<Record<keyof Report & string, FieldKind>>): Report {
    const line = stdout
        .split("\n")
        .map((text) => text.trim())
        .filter((text) => text.startsWith("{") && text.endsWith("}"))
        .at(-1);
    if (line === undefined) throw notReported("is missing", stdout);
    const found = parsed(line);
    if (found === undefined) throw notReported("is not JSON", stdout);
    const entries = Object.entries<FieldKind>(fields).map(([name, kind]) => {
        const value: unknown = readers[kind](Object.hasOwn(found, name) ? found[name] : undefined);
        if (value === undefined) throw notReported(`has no proper "${name}"`, line);
        return [name, value] as const;
    });
    return Object.fromEntries(entries) as Report;
}

function parsed(line: string): Record<string, unknown> | undefined {
    try {
        return JSON.parse(line) as Record<string, unknown>;
    } catch {
        return undefined;
    }
}

function notReported(reason: string, output: string): Error {
    return new Error(
        `the host program's report ${reason}; its output was ${JSON.stringify(printable(output.slice(0, 200)))}`,
    );
}

/** What makes a field of each kind of what came; undefined where that is something else. */
const readers = {
    flag: (value: unknown) => (typeof value === "boolean" ? value : undefined),
    text,
    number: (value: unknown) => (typeof value === "number" && Number.isFinite(value) ? value : undefined),
    numberOrNull: (value: unknown) => (value === null ? null : readers.number(value)),
    texts: (value: unknown) => list(value, text),
    /** Of a program that does not report it yet, none. */
    laterTexts: (value: unknown) => (value === undefined ? [] : list(value, text)),
    laterText: (value: unknown) => (value === undefined ? "" : text(value)),
    values: (value: unknown): Record<string, string> | undefined => {
        if (!isObject(value)) return undefined;
        const pairs = list(Object.entries(value), ([key, each]: [string, unknown]) => {
            const known = text(each);
            return known === undefined ? undefined : ([printable(key), known] as const);
        });
        return pairs && Object.fromEntries(pairs);
    },
    drift: (value: unknown): Drift[] | undefined =>
        list(value, (each) => {
            if (!isObject(each)) return undefined;
            const [key, wanted, found, by] = ["key", "wanted", "found", "by"].map((name) => text(each[name]));
            if (key === undefined || wanted === undefined || found === undefined || by === undefined) return undefined;
            return { key, wanted, found, by };
        }),
};

function text(value: unknown): string | undefined {
    return typeof value === "string" ? printable(value) : undefined;
}

/** A list of what each of its entries is read as; undefined where it is none, or an entry is none. */
function list<Entry, Read>(value: unknown, read: (entry: Entry) => Read | undefined): Read[] | undefined {
    if (!Array.isArray(value)) return undefined;
    const entries = (value as Entry[]).map(read);
    return entries.some((entry) => entry === undefined) ? undefined : (entries as Read[]);
}

function isObject(value: unknown): value is Record<string, unknown> {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}
