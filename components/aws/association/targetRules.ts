import { isRecord } from "../../../core/records";
import type { Problem } from "../../../core/settings";
import { didYouMean } from "../../../core/suggest";
import { shown } from "../../../core/validate/shown";
import { unknownProperties } from "../../inputs/properties";

/**
 * What Systems Manager takes as targets: the limits of `Targets`, `TargetKey` and `TargetValues` in
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_Target.html and API_CreateAssociation.html
 */
const targetLimits = { conditions: 5, key: 163, values: 50 } as const;

/** The keys of API_Target.html that are not `tag:<name>`; AWS may get more. */
const keys = [
    "InstanceIds",
    "tag-key",
    "resource-groups:Name",
    "resource-groups:ResourceTypeFilters",
    "aws:NoOpAutomationTag",
];

/** The ID of an EC2 instance or of one that is registered with Systems Manager, or `*` for all. */
const instanceId = /^(i-([0-9a-f]{8}|[0-9a-f]{17})|mi-[0-9a-f]{17}|\*)$/;

/**
 * A name, an address, an ARN or a list, or an ID that was cut or mistyped. Other words pass, because the mocks of a
 * user's unit tests invent IDs, such as "web_id".
 */
const notAnId = /^[a-z0-9]+$|[\s.:/,]|^m?i-/i;

const keyPattern = /^[\p{L}\p{Z}\p{N}_.:/=\-@]+$/u;

/** The problems of the targets' known parts. */
export function targetProblems(targets: unknown): Problem[] {
    if (targets === undefined) return [];
    if (!Array.isArray(targets)) {
        const reason = `${shown(targets)} is not a list; write [{ key: "tag:Fleet", values: ["web"] }]`;
        return [{ propertyPath: "targets", reason }];
    }
    return (targets as unknown[]).flatMap((target, index) => oneTargetProblems(target, `targets[${index}]`));
}

/** The problems that can only be found when all leaves are known. */
export function missingTargets(targets: unknown): Problem[] {
    if (targets === undefined)
        return [{ propertyPath: "targets", reason: 'is missing; write [{ key: "tag:Fleet", values: ["web"] }]' }];

    if (!Array.isArray(targets)) return [];
    if (targets.length < 1 || targets.length > targetLimits.conditions) {
        const reason = `${targets.length} conditions; Systems Manager takes 1 to ${targetLimits.conditions}`;
        return [{ propertyPath: "targets", reason }];
    }
    return (targets as unknown[]).flatMap((target, index) =>
        ["key", "values"]
            .filter((field) => isRecord(target) && isMissing(target[field]))
            .map((field) => ({ propertyPath: `targets[${index}].${field}`, reason: "is missing or empty" })),
    );
}

function oneTargetProblems(target: unknown, path: string): Problem[] {
    if (target === undefined) return [];
    if (!isRecord(target))
        return [{ propertyPath: path, reason: `${shown(target)} is not an object; write { key: …, values: […] }` }];

    return [
        ...unknownProperties(target, ["key", "values"]).map(({ propertyPath, reason }) => ({
            propertyPath: `${path}.${propertyPath}`,
            reason,
        })),
        ...keyProblems(target.key, `${path}.key`),
        ...valuesProblems(target.values, `${path}.values`),
        ...(target.key === "InstanceIds" ? instanceProblems(target.values, `${path}.values`) : []),
    ];
}

function keyProblems(key: unknown, propertyPath: string): Problem[] {
    if (key === undefined) return [];
    if (typeof key !== "string" || key === "" || key === "tag:")
        return [{ propertyPath, reason: `${shown(key)} is not a target key; write "tag:Fleet"` }];

    if (key.length > targetLimits.key) {
        const reason = `has ${key.length} characters; Systems Manager takes at most ${targetLimits.key}`;
        return [{ propertyPath, reason }];
    }
    if (keyPattern.test(key)) return misspelt(key).map((reason) => ({ propertyPath, reason }));
    return [
        { propertyPath, reason: `${shown(key)} is not a target key; write letters, digits, spaces and _ . : / = - @` },
    ];
}

/** Systems Manager takes any key, and then finds no instance. */
function misspelt(key: string): string[] {
    if (/^tag:/.test(key) || keys.includes(key)) return [];
    const tag = /^tags?:\s*(.+)$/i.exec(key)?.[1];
    const hint = tag === undefined ? didYouMean(key, keys) : `; did you mean ${JSON.stringify(`tag:${tag}`)}?`;
    return hint === "" ? [] : [`${shown(key)} is not a target key${hint}`];
}

function instanceProblems(values: unknown, path: string): Problem[] {
    if (!Array.isArray(values)) return [];
    return (values as unknown[]).flatMap((value, index) => {
        if (typeof value !== "string" || value === "" || instanceId.test(value) || !notAnId.test(value)) return [];
        const reason = `${shown(value)} is not the ID of an instance; write one such as "i-0123456789abcdef0" or "mi-0123456789abcdef0", or "*" alone for all`;
        return [{ propertyPath: `${path}[${index}]`, reason }];
    });
}

function valuesProblems(values: unknown, propertyPath: string): Problem[] {
    if (values === undefined) return [];
    if (!Array.isArray(values) || !values.every(isWordOrUnknown))
        return [{ propertyPath, reason: `${shown(values)} is not a list of values; write ["web"]` }];

    if (values.length <= targetLimits.values) return [];
    const reason = `${values.length} values; Systems Manager takes at most ${targetLimits.values}; split them over two components, or give the instances one tag`;
    return [{ propertyPath, reason }];
}

function isWordOrUnknown(value: unknown): boolean {
    return value === undefined || (typeof value === "string" && value !== "");
}

/** Whether a value is absent, or its list is empty or has an undefined entry. */
function isMissing(value: unknown): boolean {
    return value === undefined || (Array.isArray(value) && (value.length === 0 || value.includes(undefined)));
}
