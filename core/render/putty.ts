/**
 * PuTTY's saved sessions. Only what concerns keepalive is written; the rest of a session stays as it is (registry), or
 * takes PuTTY's defaults (a new Unix file). PuTTY sends messages that need no answer and does not count, so there is no
 * equivalent of ServerAliveCountMax: it keeps the path open, and relies on TCP to detect a dead server.
 */
import { puttyKeys } from "../puttyKeys";
import type { ClientSettings } from "../settings";
import { shown } from "../validate/shown";

/** The session whose values every new session starts from. */
export const puttyDefaultSession = "Default Settings";

const sessionsKey = "HKEY_CURRENT_USER\\Software\\SimonTatham\\PuTTY\\Sessions";

/** A `.reg` file that sets the values in a saved session on Windows, with Windows line ends. */
export function renderPuttyReg(client: ClientSettings, session: string = puttyDefaultSession): string {
    return [
        "Windows Registry Editor Version 5.00",
        "",
        `[${sessionsKey}\\${puttyRegistryName(session)}]`,
        ...puttyValues(client).map(([key, value]) => `"${key}"=dword:${value.toString(16).padStart(8, "0")}`),
        "",
    ].join("\r\n");
}

/** The lines of a session file of PuTTY on Unix, `~/.putty/sessions/<puttyFileName>`. */
export function renderPuttySession(client: ClientSettings): string {
    return puttyValues(client)
        .map(([key, value]) => `${key}=${value}\n`)
        .join("");
}

/** The name of a session's registry key (windows/utils/escape_registry_key.c); one without a `puttyRegistryReason`. */
export function puttyRegistryName(session: string): string {
    return session.replace(/^\.|[ \\*?%]|[^ -~]/g, (character) => percent(character.charCodeAt(0)));
}

/** The name of a session's file on Unix, in UTF-8 (unix/storage.c). */
export function puttyFileName(session: string): string {
    return session.replace(/[^A-Za-z0-9+.@_-]/gu, (character) => utf8(character).map(percent).join(""));
}

/**
 * Why a session of this name cannot be written for Windows, or undefined where it can. PuTTY stores a name's bytes in the
 * code page of the system, and only the characters of Western Europe are the same in most of them.
 */
export function puttyRegistryReason(session: string): string | undefined {
    if (/^[\x20-\x7e\xa0-\xff]{1,250}$/.test(session)) return undefined;
    return `the session name ${shown(session)} has characters whose bytes depend on the code page of Windows; rename the session, or set the values by hand`;
}

/** Why this cannot be the name of a session, or undefined where it can. */
export function puttySessionReason(session: string): string | undefined {
    if (session.trim() !== "" && session.length <= 250 && !/[\p{Cc}\p{Cs}]/u.test(session)) return undefined;
    return `${shown(session)} is not the name of a session: 1 to 250 characters, without control characters`;
}

function puttyValues(client: ClientSettings): [key: string, value: number][] {
    return puttyKeys.flatMap(({ property, keyword, part }) => {
        const value = client[property];
        if (value === undefined) return [];
        const whole = Number(value);
        return [[keyword, part === "whole" ? whole : part === "minutes" ? Math.floor(whole / 60) : whole % 60]];
    });
}

function percent(byte: number): string {
    return `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
}

// By way of the URL encoding, because core has no platform's library to encode with.
function utf8(character: string): number[] {
    const encoded = encodeURIComponent(character);
    if (!encoded.startsWith("%")) return [character.charCodeAt(0)];
    return encoded
        .slice(1)
        .split("%")
        .map((byte) => parseInt(byte, 16));
}
