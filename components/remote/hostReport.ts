import * as v from "valibot";
import { printable } from "../../core/printable";

/** What both host programs report. */
export interface HostFindings {
    /** Whether anything on the host was changed. */
    changed: boolean;
    /** The version as OpenSSH prints it, for example `OpenSSH_9.2`; empty if there is no OpenSSH. */
    openssh: string;
    /** The effective values at the end, by directive or sysctl key. */
    effective: Record<string, string>;
    /** The effective values before the run. */
    previous: Record<string, string>;
    /** Settings that had drifted since the last apply; repaired, unless a `check` found them. */
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

/** The largest accepted report, and the largest accepted text and list in it, in characters and entries. */
const limits = { line: 65_536, text: 4096, list: 1000, output: 1_048_576 };

/** Text of a host, made printable. */
export const text = v.pipe(v.string(), v.maxLength(limits.text), v.transform(printable));
export const texts = v.pipe(v.array(text), v.maxLength(limits.list));
const values = v.pipe(
    v.unknown(),
    v.check((value) => !Array.isArray(value), "Expected an object but received a list"),
    v.record(text, text),
);

/** The fields that both host programs report. */
export const findings = {
    changed: v.boolean(),
    openssh: text,
    effective: values,
    previous: values,
    drift: v.pipe(v.array(v.object({ key: text, wanted: text, found: text, by: text })), v.maxLength(limits.list)),
    warnings: texts,
};

/**
 * Reads the last line that is a report, since a login shell may print other lines, and only the fields of the schema. A
 * host may be compromised, so each field is validated. Throws an Error that says what is wrong.
 */
export function readReport<const Schema extends v.GenericSchema>(
    stdout: string,
    schema: Schema,
): v.InferOutput<Schema> {
    const lines = stdout.slice(-limits.output).split("\n").reverse();
    for (const line of lines.map((each) => each.trim())) {
        const found = line.startsWith("{") && line.endsWith("}") ? reportIn(line) : undefined;
        if (found !== undefined) return checked(found, schema);
    }
    throw new Error(`the host program's report is missing; ${printed(stdout)}`);
}

/** What the host program printed in place of a report, as far as it fits in a message. */
export function printed(output: string): string {
    return output.trim() === ""
        ? "it printed nothing"
        : `it printed ${JSON.stringify(printable(output.slice(0, 200)))}`;
}

/** The object in a line, if it is a report: both programs begin one with their verb. */
function reportIn(line: string): object | undefined {
    if (line.length > limits.line) return undefined;
    try {
        const found: unknown = JSON.parse(line);
        return typeof found === "object" && found !== null && "verb" in found ? found : undefined;
    } catch {
        return undefined;
    }
}

function checked<Schema extends v.GenericSchema>(found: object, schema: Schema): v.InferOutput<Schema> {
    const result = v.safeParse(schema, found, { abortEarly: true });
    if (result.success) return result.output;
    const [issue] = result.issues;
    const where = printable(v.getDotPath(issue) ?? "").slice(0, 100);
    const [field] = where.split(".");
    const why = `${where}: ${printable(issue.message).slice(0, 200)}`;
    throw new Error(`the host program's report has no valid "${field}" (${why})`);
}
