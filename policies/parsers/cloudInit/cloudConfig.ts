import { posix } from "node:path";
import { isRecord } from "../../../core/records";
import { isConfig } from "../configPaths";
import { decodeBase64Leniently, decodeText, isGzip, namesSetting, singleQuoted } from "../text";
import { unknownLine, unknownText } from "../unknown";

export interface WrittenFile {
    path: string;
    text: string;
    appends: boolean;
    /** Whether it is written after packages are installed. */
    isDeferred: boolean;
    isExecutable: boolean;
}

/** The supported sections of a cloud-config, as what cloud-init does for them. */
export interface Sections {
    bootCommands: string[];
    files: WrittenFile[];
    commands: string[];
    /** Why sections that name settings were not read. */
    unread: string[];
}

export function sectionsOf(config: Record<string, unknown>): Sections {
    const { bootcmd, write_files: files, runcmd, ...others } = config;
    const unread = [
        ...(namesSetting(JSON.stringify(others)) ? ["a section of cloud-config that is not read"] : []),
        ...(Object.keys(others).some((key) => /^cloud_\w+_modules$/.test(key))
            ? ["a list of cloud-init's modules"]
            : []),
        ...(listOf(files).some(isRemote) ? ["a file behind a URL"] : []),
    ];
    return { bootCommands: scriptOf(bootcmd), files: filesOf(files), commands: scriptOf(runcmd), unread };
}

function listOf(value: unknown): unknown[] {
    return Array.isArray(value) ? (value as unknown[]) : [];
}

/** If an entry is not an object, cloud-init's module stops before it writes any file. */
function filesOf(value: unknown): WrittenFile[] {
    const entries = listOf(value);
    return entries.every(isRecord) ? entries.flatMap(fileOf) : [];
}

function fileOf(entry: Record<string, unknown>): WrittenFile[] {
    const { path, append, defer, permissions } = entry;
    if (typeof path !== "string" || path === "") return [];

    return [
        {
            path: posix.resolve("/", path),
            text: contentOf(entry) ?? unknownLine,
            appends: isTrue(append),
            isDeferred: isTrue(defer),
            isExecutable: (modeOf(permissions) & 0o111) !== 0,
        },
    ];
}

function isRemote(entry: unknown): boolean {
    const { path, source } = isRecord(entry) ? entry : {};
    return isRecord(source) && typeof path === "string" && isConfig(posix.resolve("/", path));
}

/** YAML reads 0755 as an octal number; a string is octal as well. */
function modeOf(permissions: unknown): number {
    const mode = typeof permissions === "number" ? permissions : parseInt(String(permissions), 8);
    return Number.isNaN(mode) ? 0o644 : mode;
}

/** Interprets a boolean like cloud-init's is_true(). */
function isTrue(value: unknown): boolean {
    return value === true || value === 1 || (typeof value === "string" && /^(true|1|on|yes)$/i.test(value.trim()));
}

/**
 * The commands are lines of one script; the words of a list are quoted. An element of another type makes cloud-init's
 * module fail. Source: shellify().
 */
function scriptOf(commands: unknown): string[] {
    const lines = listOf(commands).filter((command) => command !== null);
    if (lines.length === 0 || !lines.every((line) => typeof line === "string" || Array.isArray(line))) return [];

    const quoted = (word: unknown): string => singleQuoted(pythonText(word));
    return [
        ["#!/bin/sh", ...lines.map((line) => (typeof line === "string" ? line : line.map(quoted).join(" ")))].join(
            "\n",
        ),
    ];
}

/** Formats a YAML scalar like Python's str(). */
function pythonText(value: unknown): string {
    if (typeof value === "string" || typeof value === "number") return String(value);

    return value === null ? "None" : typeof value === "boolean" ? (value ? "True" : "False") : unknownText;
}

/** Returns undefined for content that is not available here: text at a URL, which older versions of cloud-init ignore. */
function contentOf({ content, encoding, source }: Record<string, unknown>): string | undefined {
    if (isRecord(source)) return undefined;

    if (content === undefined || content === null) return "";

    if (typeof content !== "string" && !(content instanceof Uint8Array)) return undefined;

    const name = typeof encoding === "string" ? encoding.toLowerCase().trim() : "";
    const [, zip, base64] = /^(?:(gz|gzip)(?:\+(?:b64|base64))?|(b64|base64))$/.exec(name) ?? [];
    const isBase64 = base64 !== undefined || name.includes("+");
    // cloud-init treats an unknown encoding as plain text.
    if (zip === undefined && !isBase64) return typeof content === "string" ? content : decodeText(content);

    const bytes = typeof content !== "string" ? content : isBase64 ? decodeBase64Leniently(content) : undefined;
    return bytes === undefined || (zip !== undefined && !isGzip(bytes)) ? undefined : decodeText(bytes);
}
