import { isRecord } from "../../core/validate/shape";
import { type Budget, longest, OverBudget } from "./budget";
import { multipart } from "./multipart";
import { optionsOfProgram } from "./shell/options";
import { runFile, isShell } from "./shell/shells";
import { distinct, type Shell } from "./shell/state";
import { withoutTemplates } from "./templates";
import { decodeBase64, decodeText, namesSetting } from "./text";
import { unknownLine } from "./unknown";
import { readYaml } from "./yaml";

/** What cloud-init does in its early stages, in order, and what it runs last. */
interface Stages {
    hooks: string[];
    bootCommands: string[];
    files: { path: string; text: string; appends: boolean }[];
    scripts: string[];
    /** Parts that name settings and cannot be read. */
    unread: string[];
}

/** A part of user data; its type is MIME's, or empty. */
export interface UserDataPart {
    type: string;
    text: string;
}

/**
 * Follows a machine's user data to what it writes: scripts, cloud-config, and both in a MIME multipart or a cloud-config
 * archive. Anything else writes nothing.
 */
export function followUserData(userData: string, shell: Shell): Shell[] {
    return followParts([{ type: "", text: userData }], shell);
}

export function followParts(parts: readonly UserDataPart[], shell: Shell): Shell[] {
    const stages: Stages = { hooks: [], bootCommands: [], files: [], scripts: [], unread: [] };
    parts.forEach(({ type, text }) => sort(text, type, stages, shell.budget, 0));
    stages.unread.forEach((why) => shell.files.unread.add(why));
    const early = runAll([...stages.hooks, ...stages.bootCommands], [shell]);
    for (const { path, text, appends } of stages.files)
        early.forEach(({ files }) => files[appends ? "append" : "write"](path, text));

    return runAll(stages.scripts, early.flatMap(runFolders));
}

/** Runs the scripts for each boot, which an earlier part may have written. */
function runFolders(shell: Shell): Shell[] {
    const folder = /^\/var\/lib\/cloud\/scripts\/per-(once|boot|instance)\//;
    const paths = [...shell.files.all().keys()].filter((path) => folder.test(path)).sort();
    return paths.reduce((ways, path) => distinct(ways.flatMap((way) => runFile(path, [], way))), [shell]);
}

/** Runs each script in a separate shell. */
function runAll(scripts: readonly string[], shells: Shell[]): Shell[] {
    return scripts.reduce(
        (ways, script) =>
            distinct(
                ways.flatMap((way) => {
                    const variables = way.variables.environment();
                    const options = optionsOfProgram(script);
                    const fresh = { ...way, variables, functions: new Map(), output: "", ended: undefined, options };
                    return way.interpreter.program(script, fresh);
                }),
            ),
        shells,
    );
}

function sort(text: string, type: string, stages: Stages, budget: Budget, depth: number): void {
    if (depth > 8 || text.length > longest) throw new OverBudget("too deep, or too long");

    budget.step();
    budget.characters(text.length);
    const parts = multipart(text);
    if (parts !== undefined) {
        parts.forEach((part) => sort(part.text, part.type, stages, budget, depth + 1));
        return;
    }
    // cloud-init ignores leading whitespace, and the case of the first line.
    const trimmed = text.trimStart();
    const first = trimmed.split("\n", 1)[0]!.trimEnd();
    const start = first.toLowerCase();
    if (start.startsWith("## template:")) {
        sort(
            withoutTemplates(trimmed.slice(trimmed.indexOf("\n") + 1)),
            type.replace("jinja2", "cloud-config"),
            stages,
            budget,
            depth + 1,
        );
    } else if (start.startsWith("#cloud-config-archive") || type === "text/cloud-config-archive") {
        sortArchive(trimmed, stages, budget, depth);
    } else if (start.startsWith("#cloud-config") || type === "text/cloud-config") {
        sortCloudConfig(trimmed, stages, budget);
    } else if (start.startsWith("#cloud-boothook") || type === "text/cloud-boothook") {
        stages.hooks.push(unixLines(trimmed));
    } else if (start.startsWith("#!") && isShell(first.slice(2))) {
        stages.scripts.push(unixLines(trimmed));
    } else if (namesSetting(text)) {
        stages.unread.push(start.startsWith("#!") ? "a language other than shell" : "user data of an unsupported kind");
    }
}

function unixLines(script: string): string {
    return script.replaceAll("\r\n", "\n");
}

function sortArchive(text: string, stages: Stages, budget: Budget, depth: number): void {
    const entries = readYaml(text, budget);
    for (const entry of Array.isArray(entries) ? (entries as unknown[]) : []) {
        if (typeof entry === "string") sort(entry, "", stages, budget, depth + 1);
        else if (isRecord(entry) && typeof entry.content === "string")
            sort(entry.content, typeof entry.type === "string" ? entry.type : "", stages, budget, depth + 1);
    }
}

function sortCloudConfig(text: string, stages: Stages, budget: Budget): void {
    const config = readYaml(text, budget);
    if (!isRecord(config)) return;

    stages.bootCommands.push(...scriptOf(config.bootcmd));
    for (const file of Array.isArray(config.write_files) ? (config.write_files as unknown[]) : []) {
        if (isRecord(file) && typeof file.path === "string") {
            const content = contentOf(file) ?? unknownLine;
            stages.files.push({ path: file.path, text: content, appends: isTrue(file.append) });
        }
    }
    stages.scripts.push(...scriptOf(config.runcmd));
}

/** As cloud-init's is_true(). */
function isTrue(value: unknown): boolean {
    return value === true || value === 1 || (typeof value === "string" && /^(true|1|on|yes)$/i.test(value.trim()));
}

/** The commands are lines of one script; a list of words is a line that no shell reads again. */
function scriptOf(commands: unknown): string[] {
    const lines = (Array.isArray(commands) ? (commands as unknown[]) : []).flatMap((command) => {
        if (Array.isArray(command))
            return [command.map((word) => `'${String(word).replaceAll("'", `'\\''`)}'`).join(" ")];

        return typeof command === "string" ? [command] : [];
    });
    return lines.length === 0 ? [] : [lines.join("\n")];
}

/** undefined for what cannot be read here, such as the text behind a URL. */
function contentOf({ content, encoding, source }: Record<string, unknown>): string | undefined {
    if (isRecord(source)) return undefined;

    if (content === undefined || content === null) return "";

    if (typeof content !== "string" && !(content instanceof Uint8Array)) return undefined;

    const name = typeof encoding === "string" ? encoding.toLowerCase().trim() : "";
    if (name === "" || name === "text/plain") return typeof content === "string" ? content : decodeText(content);

    const bytes = typeof content === "string" ? decodeBase64(content) : content;
    return bytes && /^(b64|base64|(gz|gzip)(\+(b64|base64))?)$/.test(name) ? decodeText(bytes) : undefined;
}
