/**
 * PuTTY's saved sessions. Only what concerns keepalive is written; the rest of a session stays as it is (registry), or
 * takes PuTTY's defaults (a new Unix file). PuTTY sends messages that want no answer and counts nothing, so there is no
 * counterpart of ServerAliveCountMax: it keeps the path open, and leaves it to TCP to notice a dead server.
 */
import { puttyKeys } from "../directives";
import type { ClientSettings } from "../settings";
import { shown } from "../validate/shown";

/** The session whose values every new session starts from. */
export const puttyDefaultSession = "Default Settings";

const sessionsKey = "HKEY_CURRENT_USER\\Software\\SimonTatham\\PuTTY\\Sessions";

/** A `.reg` file that puts the values into a saved session on Windows; lines end as Windows has them. */
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

/** The name of a session's registry key (windows/utils/escape_registry_key.c). */
export function puttyRegistryName(session: string): string {
    return session.replace(/^\.|[ \\*?%]/g, percent);
}

/** The name of a session's file on Unix (unix/storage.c). */
export function puttyFileName(session: string): string {
    return session.replace(/[^A-Za-z0-9+.@_-]/g, percent);
}

/** Why this cannot be a session's name here, or undefined where it can. PuTTY itself would take code-page bytes, too. */
export function puttySessionReason(session: unknown): string | undefined {
    if (typeof session === "string" && /^[\x20-\x7e]{1,100}$/.test(session)) return undefined;
    return `${shown(session)} is not a session name of 1 to 100 ASCII characters; write for example "my server"`;
}

function puttyValues(client: ClientSettings): [key: string, value: number][] {
    return puttyKeys.flatMap(({ property, keyword, part }) => {
        const value = client[property];
        if (value === undefined) return [];
        const whole = Number(value);
        return [[keyword, part === "whole" ? whole : part === "minutes" ? Math.floor(whole / 60) : whole % 60]];
    });
}

function percent(character: string): string {
    return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`;
}
