import { InvalidArgumentError } from "commander";
import { versionReason } from "../../core/explain/conditions";
import { parseFlag, parseRekeyLimit, typedCount, typedTime } from "../../core/parse/values";
import { puttySessionReason } from "../../core/render/putty";

/** The parsed options of `explain`; besides these, one for each setting and condition (see core/explain/query.ts). */
export interface ExplainOptions {
    profile?: string;
    path?: string[];
    openssh?: string;
    host?: string;
    write?: string;
    html?: string;
    files: boolean;
    json?: boolean;
    [setting: string]: unknown;
}

/** Seconds, or a time as sshd_config writes it: 90, 90s, 15m, 1h30m. */
export function readSeconds(text: string): number {
    const seconds = typedTime(text);
    if (seconds === undefined)
        throw new InvalidArgumentError("Expected whole seconds, or a time such as 15m or 1h30m.");

    return seconds;
}

/** A whole number. */
export function readCount(text: string): number {
    const count = typedCount(text);
    if (count === undefined) throw new InvalidArgumentError("Expected a whole number.");
    return count;
}

/** yes or no, as in sshd_config. */
export function readYesNo(text: string): boolean {
    const value = parseFlag(text);
    if (value === undefined) throw new InvalidArgumentError("Expected yes or no.");
    return value;
}

/** Channel types and their timeouts, as in sshd_config, separated by commas or spaces. */
export function readTimeouts(text: string, previous: Record<string, number> = {}): Record<string, number> {
    const pairs = text.split(/[,\s]+/).map((pair) => {
        const found = /^([^=]+)=([^=]+)$/.exec(pair);
        if (found === null) throw new InvalidArgumentError('Expected type=seconds, such as "session:*=900".');
        return [found[1] ?? "", readSeconds(found[2] ?? "")] as const;
    });
    return { ...previous, ...Object.fromEntries(pairs) };
}

/** An OpenSSH version, or a distribution that ships one. */
export function readVersion(text: string): string {
    const reason = versionReason(text);
    if (reason !== undefined) throw new InvalidArgumentError(`${reason}.`);
    return text;
}

/** The time in a RekeyLimit: alone ("1h"), or the whole value ("1G 1h"). */
export function readRekeyLimit(text: string): number {
    const seconds = parseRekeyLimit(text);
    if (seconds === undefined)
        throw new InvalidArgumentError('Expected a time such as 1h, or the whole value, "1G 1h".');
    return seconds;
}

/** The name of a saved PuTTY session. */
export function readPuttySession(text: string): string {
    const reason = puttySessionReason(text);
    if (reason !== undefined) throw new InvalidArgumentError(`${reason}.`);
    return text;
}

/** Hops, separated by commas. */
export function readPath(text: string, previous: string[] = []): string[] {
    const hops = text.split(",").map((hop) => hop.trim());
    if (hops.includes("")) throw new InvalidArgumentError("Expected hops separated by commas, without empty ones.");
    return [...previous, ...hops];
}

/** A host as ssh accepts it. A name that begins with "-" would be an option to ssh, so it is rejected. */
export function readHost(text: string): string {
    if (!/^[A-Za-z0-9_.:@%/[\]+~][A-Za-z0-9_.:@%/[\]+~-]*$/.test(text))
        throw new InvalidArgumentError("Expected host, user@host or a Host alias from your ssh_config.");

    return text;
}
