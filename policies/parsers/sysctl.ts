import { sysctlKeys } from "../../core/directives";
import type { KernelSettings } from "../../core/settings";
import type { Reading } from "./reading";
import { hasUnknown, unknownText } from "./unknown";

const properties = new Map(sysctlKeys.map(({ keyword, property }) => [keyword, property]));

/**
 * Reads a sysctl.d file, or a list of `key=value`: the last value wins, keys have `.` or `/`, `#` or `;` starts a
 * comment, and `-` stands before a key whose errors are ignored. It is never complete: other files may set the same keys.
 */
export function readSysctl(text: string): Reading<KernelSettings> {
    const settings: KernelSettings = {};
    const unknown = new Set<keyof KernelSettings>();
    for (const line of text.split("\n")) {
        const at = line.indexOf("=");
        const key = line.slice(0, Math.max(at, 0)).trim().replace(/^-/, "");
        const value = line.slice(at + 1).trim();
        if (at < 0 || key === "" || /^[#;\s-]/.test(key)) {
            if (line.trimStart().startsWith(unknownText)) markAllUnknown(settings, unknown); // it may be any number of lines, and the last value wins

            continue;
        }
        const property = properties.get(key.replaceAll("/", "."));
        if (property !== undefined) {
            unknown.delete(property);
            delete settings[property];
            const number = parseNumber(value);
            if (number !== undefined) settings[property] = number;
            else unknown.add(property);
        } else if (hasUnknown(key)) {
            markAllUnknown(settings, unknown);
        }
    }
    return { settings, unknown, complete: false };
}

/** Parses a number like the kernel: decimal, octal or hexadecimal, ignoring anything after a blank. */
function parseNumber(text: string): number | undefined {
    const [, hexadecimal, octal, decimal] =
        /^(?:0x([0-9a-f]{1,8})|0([0-7]{0,11})|([1-9][0-9]{0,9}))(?:\s|$)/i.exec(text) ?? [];
    if (hexadecimal !== undefined) return parseInt(hexadecimal, 16);

    return octal !== undefined ? parseInt(`0${octal}`, 8) : decimal === undefined ? undefined : Number(decimal);
}

function markAllUnknown(settings: KernelSettings, unknown: Set<keyof KernelSettings>): void {
    for (const property of Object.keys(settings) as (keyof KernelSettings)[]) {
        delete settings[property];
        unknown.add(property);
    }
}
