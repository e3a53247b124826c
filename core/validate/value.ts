/** Checks the value of a directive. */
import { channelPatternForm, channelTypes, matchesAnyChannel } from "../channelTypes";
import type { Directive } from "../directives";
import { isRecord } from "../records";
import type { Problem } from "../settings";
import { didYouMean } from "../suggest";
import { shown } from "./shown";

/** The problems of one value of a directive, at the given path. */
export function valueProblems(directive: Directive, value: unknown, path: string): Problem[] {
    const { kind, keyword, min = 0, max = Infinity } = directive;
    switch (kind) {
        case "boolean":
            return problem(path, booleanReason(value, keyword));
        case "seconds":
        case "count":
            return problem(path, numberReason(value, keyword, kind, min, max));
        case "channelTimeouts":
            return channelTimeoutsProblems(value, path, keyword, min, max);
    }
}

function problem(propertyPath: string, reason: string | undefined): Problem[] {
    return reason === undefined ? [] : [{ propertyPath, reason }];
}

function booleanReason(value: unknown, keyword: string): string | undefined {
    if (typeof value === "boolean") return undefined;
    const meant = { yes: "true", true: "true", on: "true", no: "false", false: "false", off: "false" }[
        typeof value === "string" ? value.toLowerCase() : ""
    ];
    const remedy = meant === undefined ? "write true or false" : `write ${meant} without quotes`;
    return `${shown(value)} is not true or false, which ${keyword} takes; ${remedy}`;
}

/** Why this is not a whole number in the range; undefined if it is. */
export function wholeNumberReason(value: unknown, min: number, max: number, unit = ""): string | undefined {
    if (typeof value === "number" && Number.isInteger(value) && value >= min && value <= max) return undefined;
    return `${shown(value)} is not a whole number${unit && ` of ${unit}`} from ${min} to ${max}; write one, as a number`;
}

function numberReason(
    value: unknown,
    keyword: string,
    kind: "seconds" | "count",
    min: number,
    max: number,
): string | undefined {
    const whole = kind === "seconds" ? "a whole number of seconds" : "a whole number";
    const range = `${keyword} takes ${min} to ${max}`;
    if (typeof value !== "number" || !Number.isInteger(value))
        return `${shown(value)} is not ${whole}; ${numberRemedy(value, kind) ?? range}`;

    if (kind === "count" && value === 0 && min === 1 && keyword in countZero)
        return `0 (number) ${countZero[keyword as keyof typeof countZero]}`;

    if (value < min || value > max) {
        const nearest = value < min ? min : max;
        return `${value} (number) is outside what this setting allows, ${min} to ${max}${kind === "seconds" ? " seconds" : ""}; ${keyword} ${nearest} is the nearest value`;
    }
    return undefined;
}

// Zero is not just out of range: each program interprets it differently, and people write it to mean "off".
const countZero = {
    ClientAliveCountMax:
        'means "never end the session" since OpenSSH 8.2 and "end it at the first interval" before; give 1 or more, or set clientAliveInterval to 0 to disable probes',
    ServerAliveCountMax:
        "makes ssh end every connection that is silent for one interval, without a probe; give 1 or more, or set serverAliveInterval to 0 to disable probes",
};

function numberRemedy(value: unknown, kind: "seconds" | "count"): string | undefined {
    if (typeof value === "number") return Number.isFinite(value) ? `write ${Math.round(value)}` : undefined;
    if (typeof value !== "string") return undefined;
    if (/^\s*\d{1,9}\s*$/.test(value)) return `write ${Number(value)} without quotes`;
    const duration = /^\s*(\d{1,6})\s*([smhd])\s*$/i.exec(value);
    if (kind !== "seconds" || duration === null) return undefined;
    const unit = { s: 1, m: 60, h: 3600, d: 86_400 }[(duration[2] ?? "s").toLowerCase()] ?? 1;
    return `write ${Number(duration[1]) * unit}, in seconds and without quotes`;
}

function channelTimeoutsProblems(value: unknown, path: string, keyword: string, min: number, max: number): Problem[] {
    if (!isRecord(value)) {
        return problem(
            path,
            `${shown(value)} is not a map; write channel types and seconds, such as {"session:*": 900}`,
        );
    }
    const entries = Object.entries(value);
    if (entries.length === 0) {
        return problem(
            path,
            `{} (object) names no channel type; write one, such as {"session:*": 900}, or leave it out`,
        );
    }
    return entries.flatMap(([pattern, seconds]) => {
        const at = `${path}[${JSON.stringify(pattern)}]`;
        return [
            ...problem(at, patternReason(pattern)),
            ...problem(at, numberReason(seconds, `${keyword} of one type`, "seconds", min, max)),
        ];
    });
}

function patternReason(pattern: string): string | undefined {
    if (!channelPatternForm.test(pattern))
        return `${shown(pattern)} is not a channel type: letters, digits and @ . : _ - with * and ? as wildcards, up to 64; write for example "session:*"`;

    if (matchesAnyChannel(pattern)) return undefined;
    return `${shown(pattern)} matches no channel type of sshd's, so it would do nothing${didYouMean(pattern, ["session:*", ...channelTypes]) || "."} Types: ${channelTypes.join(", ")}`;
}
