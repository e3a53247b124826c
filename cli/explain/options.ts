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
export const readSeconds = reader(typedTime, "Expected whole seconds, or a time such as 15m or 1h30m.");

/** A whole number. */
export const readCount = reader(typedCount, "Expected a whole number.");

/** yes or no, as in sshd_config. */
export const readYesNo = reader(parseFlag, "Expected yes or no.");

/** The time in a RekeyLimit: alone ("1h"), or the whole value ("1G 1h"). */
export const readRekeyLimit = reader(parseRekeyLimit, 'Expected a time such as 1h, or the whole value, "1G 1h".');

/** An OpenSSH version, or a distribution that ships one. */
export const readVersion = checked(versionReason);

/** The name of a saved PuTTY session. */
export const readPuttySession = checked(puttySessionReason);

/** Channel types and their timeouts, as in sshd_config, separated by commas or spaces. */
export function readTimeouts(text: string, previous: Record<string, number> = {}): Record<string, number> {
    const pairs = text.split(/[,\s]+/).map((pair) => {
        const found = /^([^=]+)=([^=]+)$/.exec(pair);
        if (found === null) throw new InvalidArgumentError('Expected type=seconds, such as "session:*=900".');
        return [found[1] ?? "", readSeconds(found[2] ?? "")] as const;
    });
    return { ...previous, ...Object.fromEntries(pairs) };
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

function reader<Value>(parse: (text: string) => Value | undefined, message: string): (text: string) => Value {
    return (text) => {
        const value = parse(text);
        if (value === undefined) throw new InvalidArgumentError(message);
        return value;
    };
}

function checked(reasonOf: (text: string) => string | undefined): (text: string) => string {
    return (text) => {
        const reason = reasonOf(text);
        if (reason !== undefined) throw new InvalidArgumentError(`${reason}.`);
        return text;
    };
}
