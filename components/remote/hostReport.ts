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
const limits = { line: 65_536, text: 4096, list: 1000 };

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
 * Reads the report of one command: shells, their start-up files and wrappers print other text around it, other objects
 * in JSON, and maybe reports of other commands. A host may be compromised, so each field is validated, and only the fields
 * of the schema are read. Throws an Error that names what is wrong.
 *
 * @param ids the identifiers in the command's lines; none where an earlier version made them
 */
export function readReport<const Schema extends v.GenericSchema>(
    stdout: string,
    schema: Schema,
    ids: readonly string[] = [],
): v.InferOutput<Schema> {
    const results = reportsIn(stdout, beginning(ids))
        .reverse()
        .map((report) => v.safeParse(schema, report, { abortEarly: true }));
    const result = results.find(({ success }) => success) ?? results[0];
    if (result === undefined) {
        const others = reportsIn(stdout, beginning([])).length === 0 ? "" : "only that of another command is there; ";
        throw new Error(`the host program's report is missing; ${others}${printed(stdout)}`);
    }
    if (result.success) return result.output;
    throw new Error(invalid(result.issues[0]));
}

/** What the host program printed in place of a report, as far as it fits in a message. */
export function printed(output: string): string {
    return output.trim() === ""
        ? "it printed nothing"
        : `it printed ${JSON.stringify(printable(output.slice(0, 200)))}`;
}

/** How a report of a command with one of these identifiers begins, which may follow other text on its line. */
function beginning(ids: readonly string[]): RegExp {
    const id = ids.length === 0 ? "" : `"id":"(?:${ids.join("|")})",`;
    return new RegExp(`\\{"verb":"(?:apply|check|restore)",${id}[^\\n]*`, "g");
}

function reportsIn(stdout: string, begin: RegExp): object[] {
    return [...stdout.matchAll(begin)].flatMap(([line]) => {
        if (line.length > limits.line) return [];
        try {
            return [JSON.parse(line.slice(0, line.lastIndexOf("}") + 1)) as object];
        } catch {
            return [];
        }
    });
}

function invalid(issue: v.BaseIssue<unknown>): string {
    const where = printable(v.getDotPath(issue) ?? "").slice(0, 100);
    const [field] = where.split(".");
    const why = `${where}: ${printable(issue.message).slice(0, 200)}`;
    return `the host program's report has no valid "${field}" (${why})`;
}
