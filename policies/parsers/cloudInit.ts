import { isRecord } from "../../core/validate/shape";
import { parse as parseYaml, parseAllDocuments } from "yaml";
import { Files } from "./files";
import { unknownText } from "./unknown";
import { multipart } from "./multipart";
import { newShell, runScript } from "./shell/run";
import type { Shell } from "./shell/shell";
import { decodeBase64, decodeText } from "./text";

/**
 * Notes what a machine's user data writes to which file: scripts, cloud-config, and both in a MIME multipart or a
 * cloud-config archive. What is none of these, writes nothing.
 */
export function followUserData(userData: string, files = new Files()): Files {
    follow(userData, newShell(files));
    return files;
}

function follow(text: string, shell: Shell, type = ""): void {
    if (shell.depth > 8) {
        return;
    }
    const inner = { ...shell, depth: shell.depth + 1 };
    const parts = multipart(text);
    if (parts !== undefined) {
        parts.forEach((part) => follow(part.text, inner, part.type));
        return;
    }
    const [, template] = /^(## template:.*\n)/.exec(text) ?? [];
    if (template !== undefined) {
        follow(withoutTemplates(text.slice(template.length)), inner, type.replace("jinja2", "cloud-config"));
    } else if (/^#cloud-config-archive\s*$/m.test(firstLine(text)) || type === "text/cloud-config-archive") {
        followArchive(text, inner);
    } else if (/^#cloud-config\b/.test(text) || type === "text/cloud-config") {
        followCloudConfig(text, inner);
    } else if (/^#!.*\b(ba|da|a|k|mk|z)?sh\b/.test(firstLine(text)) || text.startsWith("#cloud-boothook")) {
        runScript(text, "", inner);
    }
}

function firstLine(text: string): string {
    return text.split("\n", 1)[0] ?? "";
}

/** Templates in double braces are filled in on the host. */
export function withoutTemplates(text: string): string {
    return text.replace(/\{\{.*?\}\}|\{%.*?%\}/gs, unknownText);
}

/** Far more than EC2 and Systems Manager take; what is longer could only keep the parser busy. */
const longestYaml = 200_000;

/** Whether brackets or list items stand in each other so deep that the parser's own recursion could end the process. */
function isNestedTooDeep(text: string): boolean {
    let depth = 0;
    let deepest = 0;
    for (const bracket of text.match(/[[\]{}]/g) ?? []) {
        depth += bracket === "[" || bracket === "{" ? 1 : -1;
        deepest = Math.max(deepest, depth);
    }
    return deepest > 100 || /(?:[-?:][ \t]+){100}/.test(text);
}

/** What a parser made of YAML; `undefined` when it is none. */
export function readYaml(text: string): unknown {
    if (text.length > longestYaml || isNestedTooDeep(text)) {
        return undefined;
    }
    try {
        return parseAllDocuments(text).length === 1 ? (parseYaml(text, { logLevel: "silent" }) as unknown) : undefined;
    } catch {
        return undefined;
    }
}

function followArchive(text: string, shell: Shell): void {
    const entries = readYaml(text);
    for (const entry of Array.isArray(entries) ? (entries as unknown[]) : []) {
        if (typeof entry === "string") {
            follow(entry, shell);
        } else if (isRecord(entry) && typeof entry.content === "string") {
            follow(entry.content, shell, typeof entry.type === "string" ? entry.type : "");
        }
    }
}

/** In cloud-init's order: boot commands, files, then the other commands. */
function followCloudConfig(text: string, shell: Shell): void {
    const config = readYaml(text);
    if (!isRecord(config)) {
        return;
    }
    followCommands(config.bootcmd, shell);
    for (const file of Array.isArray(config.write_files) ? (config.write_files as unknown[]) : []) {
        if (isRecord(file) && typeof file.path === "string") {
            const content = contentOf(file);
            shell.files[file.append === true ? "append" : "write"](file.path, content ?? `${unknownText}\n`);
        }
    }
    followCommands(config.runcmd, shell);
}

/** A command is a script, or a list of words that no shell reads again. */
function followCommands(commands: unknown, shell: Shell): void {
    for (const command of Array.isArray(commands) ? (commands as unknown[]) : []) {
        if (typeof command === "string") {
            runScript(command, "", shell);
        } else if (Array.isArray(command)) {
            runScript(command.map((word) => quote(String(word))).join(" "), "", shell);
        }
    }
}

function quote(word: string): string {
    return `'${word.replaceAll("'", `'\\''`)}'`;
}

function contentOf({ content, encoding }: Record<string, unknown>): string | undefined {
    if (content === undefined || content === null) {
        return "";
    }
    if (typeof content !== "string" && !(content instanceof Uint8Array)) {
        return undefined;
    }
    const name = typeof encoding === "string" ? encoding.toLowerCase() : "";
    if (name === "" || name === "text/plain") {
        return typeof content === "string" ? content : decodeText(content);
    }
    const bytes = typeof content === "string" ? decodeBase64(content) : content;
    return bytes && /^(b64|base64|(gz|gzip)(\+(b64|base64))?)$/.test(name) ? decodeText(bytes) : undefined;
}
