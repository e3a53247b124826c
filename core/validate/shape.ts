/** Whether each given value, considered alone, has the right type and is in range. */
import { type Directive, tables } from "../directives";
import { parseHop, unknownHopReason } from "../networkPath";
import { profileNamed, profiles } from "../profiles";
import { isRecord } from "../records";
import type { Problem } from "../settings";
import { didYouMean } from "../suggest";
import { shown } from "./shown";
import { valueProblems } from "./value";

const parts = ["profile", "networkPath", ...Object.keys(tables)];

/**
 * The problems that each value has by itself: types, ranges and unknown names. Leave out the values of a preview that are
 * not known yet: undefined is not set, and no problem.
 */
export function shapeProblems(input: unknown): Problem[] {
    if (!isRecord(input))
        return [{ propertyPath: "", reason: `${shown(input)} is not a set of settings; write an object` }];

    return [
        ...unknownProperties(input, parts, ""),
        ...profileProblems(input.profile),
        ...networkPathProblems(input.networkPath),
        ...Object.entries(tables).flatMap(([name, table]) => groupProblems(name, table, input[name])),
    ];
}

function groupProblems(name: string, table: readonly Directive[], group: unknown): Problem[] {
    if (group === undefined) return [];
    const known = table.map(({ property }) => property);
    if (!isRecord(group)) {
        const reason = `${shown(group)} is not an object; write properties of ${name}: ${known.join(", ")}`;
        return [{ propertyPath: name, reason }];
    }
    return [
        ...unknownProperties(group, known, `${name}.`),
        ...table.flatMap((directive) => {
            const value = group[directive.property];
            return value === undefined ? [] : valueProblems(directive, value, `${name}.${directive.property}`);
        }),
    ];
}

// The names of sshd_config and sysctl are understood as hints, because that is where people copy from.
function unknownProperties(group: Record<string, unknown>, known: readonly string[], prefix: string): Problem[] {
    return Object.keys(group)
        .filter((name) => !known.includes(name) && group[name] !== undefined)
        .map((name) => ({
            propertyPath: /^[\w-]+$/.test(name)
                ? `${prefix}${name}`
                : `${prefix.slice(0, -1)}[${JSON.stringify(name)}]`,
            reason: `no setting has the name ${shown(name)}${hint(name, known, prefix)} Known: ${known.join(", ")}`,
        }));
}

function hint(name: string, known: readonly string[], prefix: string): string {
    const table: readonly Directive[] | undefined = tables[prefix.slice(0, -1) as keyof typeof tables];
    const row = table?.find(
        ({ keyword }) => keyword.toLowerCase() === name.toLowerCase() || keyword.endsWith(`.${name}`),
    );
    return row === undefined ? didYouMean(name, known) || "." : `; did you mean ${JSON.stringify(row.property)}?`;
}

function profileProblems(profile: unknown): Problem[] {
    if (profile === undefined || (typeof profile === "string" && profileNamed(profile))) return [];
    const names = profiles.map(({ name }) => name);
    const guess = typeof profile === "string" ? didYouMean(profile, names) : "";
    const reason = `${shown(profile)} is not the name of a profile${guess || "."} Known: ${names.join(", ")}`;
    return [{ propertyPath: "profile", reason }];
}

function networkPathProblems(path: unknown): Problem[] {
    if (path === undefined) return [];
    if (!Array.isArray(path)) {
        const reason = `${shown(path)} is not a list; write hops in order, such as ["aws-nat-gateway", "1800"]`;
        return [{ propertyPath: "networkPath", reason }];
    }
    return (path as unknown[]).flatMap((hop, index) => {
        const readable = typeof hop === "string" || typeof hop === "number";
        if (readable && parseHop(hop) !== undefined) return [];
        const why = readable ? unknownHopReason(String(hop)) : 'a hop is a name or a number of seconds, such as "1800"';
        return hop === undefined ? [] : [{ propertyPath: `networkPath[${index}]`, reason: `${shown(hop)}: ${why}` }];
    });
}
