import type { KernelSettings } from "../../core/settings";
import { hasUnknown, unknownText } from "./unknown";
import type { Reading } from "./reading";

const properties: Record<string, keyof KernelSettings | undefined> = {
    "net.ipv4.tcp_keepalive_time": "time",
    "net.ipv4.tcp_keepalive_intvl": "interval",
    "net.ipv4.tcp_keepalive_probes": "probes",
};

/**
 * Reads a sysctl.d file, or a list of `key=value`: the last value wins, `.` or `/` in a key, comments with `#` or `;`,
 * a `-` before a key whose failure is to be ignored. Never complete: other files may set the same keys.
 */
export function readSysctl(text: string): Reading<KernelSettings> {
    const settings: KernelSettings = {};
    const unknown = new Set<keyof KernelSettings>();
    for (const line of text.split("\n")) {
        const [, key, value] = /^\s*-?([^#;=\s-][^=]*?)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
        if (key === undefined || value === undefined) {
            if (line.trimStart().startsWith(unknownText)) {
                forgetAll(settings, unknown); // it may be any number of lines, and the last value wins
            }
            continue;
        }
        const property = properties[key.replaceAll("/", ".")];
        if (property !== undefined) {
            unknown.delete(property);
            delete settings[property];
            if (/^(0|[1-9][0-9]*)$/.test(value)) {
                settings[property] = Number(value);
            } else {
                unknown.add(property);
            }
        } else if (hasUnknown(key)) {
            forgetAll(settings, unknown);
        }
    }
    return { settings, unknown, complete: false };
}

function forgetAll(settings: KernelSettings, unknown: Set<keyof KernelSettings>): void {
    for (const property of Object.keys(settings) as (keyof KernelSettings)[]) {
        delete settings[property];
        unknown.add(property);
    }
}
