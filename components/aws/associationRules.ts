import type { Problem } from "../../core/settings";
import { isRecord } from "../../core/validate/shape";
import { shown } from "../../core/validate/shown";
import type { InputRules } from "../inputs/checkInputs";
import { componentName, type Part, rulesOf, switchesPart } from "../inputs/parts";
import { unknownProperties } from "../inputs/properties";
import { serverSettings } from "../server/rules";

/** The words that Systems Manager takes, one row each, by the patterns of its API. */
const words: readonly { property: string; pattern: RegExp; remedy: string }[] = [
    {
        property: "scheduleExpression",
        pattern: /^(rate\([1-9]\d{0,3} (minutes?|hours?|days?)\)|cron\([^()]{5,240}\))$/,
        remedy: 'write "rate(1 hour)" or "cron(0 3 ? * * *)"',
    },
    {
        property: "maxConcurrency",
        pattern: /^([1-9][0-9]{0,6}|[1-9][0-9]?%|100%)$/,
        remedy: 'write a number or a percentage, as a string: "50" or "10%"',
    },
    {
        property: "maxErrors",
        pattern: /^(0|[1-9][0-9]{0,6}|[0-9]%|[1-9][0-9]%|100%)$/,
        remedy: 'write a number or a percentage, as a string: "5" or "10%"',
    },
];

/** What says whom it is for, and when. */
const fleet: Part = {
    names: ["targets", "outputLocation", "waitForSuccessTimeoutSeconds", ...words.map(({ property }) => property)],
    known: fleetProblems,
    complete: (args) => [...fleetProblems(args), ...missingTargets(args.targets)],
};

/** What goes into the document. */
const documentParts = [serverSettings, switchesPart(["takeOver", "restore"])];

/** How all arguments of SshKeepaliveAssociation are judged. */
export function associationRules(name: string): InputRules {
    const nameIsFit = (): Problem[] => documentNameProblems(name);
    const named: Part = { names: [], known: nameIsFit, complete: nameIsFit };
    return rulesOf(nameOf(name), [named, fleet, ...documentParts]);
}

/** How what goes into the document is judged. */
export function documentRules(name: string): InputRules {
    return rulesOf(nameOf(name), documentParts);
}

/** How what says whom it is for, and when, is judged. */
export function fleetRules(name: string): InputRules {
    return rulesOf(nameOf(name), [fleet]);
}

function nameOf(name: string): string {
    return componentName("SshKeepaliveAssociation", name);
}

/** The name begins that of the document, and Pulumi puts eight characters after it. */
function documentNameProblems(name: unknown): Problem[] {
    if (typeof name === "string" && /^(?!aws|amazon|amzn)[A-Za-z0-9_.-]{1,100}$/i.test(name)) return [];
    const reason = `${shown(name)} does not suit a document of Systems Manager; write 1 to 100 letters, digits, "_", "." and "-", with neither "aws" nor "amazon" nor "amzn" first`;
    return [{ propertyPath: "name", reason }];
}

function fleetProblems(args: Record<string, unknown>): Problem[] {
    return [
        ...targetProblems(args.targets),
        ...words.flatMap(({ property, pattern, remedy }) => {
            const value = args[property];
            if (value === undefined || (typeof value === "string" && pattern.test(value))) return [];
            return [
                { propertyPath: property, reason: `${shown(value)} is nothing that Systems Manager takes; ${remedy}` },
            ];
        }),
        ...tooOften(args.scheduleExpression),
        ...outputProblems(args.outputLocation),
        ...waitProblems(args.waitForSuccessTimeoutSeconds),
    ];
}

function tooOften(schedule: unknown): Problem[] {
    const minutes = typeof schedule === "string" ? /^rate\((\d+) minutes?\)$/.exec(schedule)?.[1] : undefined;
    if (minutes === undefined || Number(minutes) >= 30) return [];
    const reason = `${shown(schedule)} is more often than Systems Manager runs an association; write at least "rate(30 minutes)"`;
    return [{ propertyPath: "scheduleExpression", reason }];
}

function targetProblems(targets: unknown): Problem[] {
    if (targets === undefined) return [];
    if (!Array.isArray(targets)) {
        const reason = `${shown(targets)} is not a list; write [{ key: "tag:Fleet", values: ["web"] }]`;
        return [{ propertyPath: "targets", reason }];
    }
    return (targets as unknown[]).flatMap((target, index) => oneTargetProblems(target, `targets[${index}]`));
}

function oneTargetProblems(target: unknown, path: string): Problem[] {
    if (target === undefined) return [];
    if (!isRecord(target)) {
        return [{ propertyPath: path, reason: `${shown(target)} is not an object; write { key: …, values: […] }` }];
    }
    const { key, values } = target;
    const badKey = key !== undefined && (typeof key !== "string" || key === "" || key === "tag:");
    const badValues = values !== undefined && !(Array.isArray(values) && values.every(isWord));
    return [
        ...prefixed(path, unknownProperties(target, ["key", "values"])),
        ...(badKey ? [{ propertyPath: `${path}.key`, reason: `${shown(key)} is no key; write "tag:Fleet"` }] : []),
        ...(badValues
            ? [{ propertyPath: `${path}.values`, reason: `${shown(values)} is no list of values; write ["web"]` }]
            : []),
    ];
}

function isWord(value: unknown): boolean {
    return value === undefined || (typeof value === "string" && value !== "");
}

/** What can only be said when all leaves are known. */
function missingTargets(targets: unknown): Problem[] {
    if (targets === undefined) {
        return [{ propertyPath: "targets", reason: 'is missing; write [{ key: "tag:Fleet", values: ["web"] }]' }];
    }
    if (!Array.isArray(targets)) return [];
    if (targets.length < 1 || targets.length > 5) {
        return [{ propertyPath: "targets", reason: `${targets.length} conditions; Systems Manager takes 1 to 5` }];
    }
    return (targets as unknown[]).flatMap((target, index) =>
        ["key", "values"]
            .filter((field) => isRecord(target) && (target[field] === undefined || isEmpty(target[field])))
            .map((field) => ({ propertyPath: `targets[${index}].${field}`, reason: "is missing or empty" })),
    );
}

function isEmpty(value: unknown): boolean {
    return Array.isArray(value) && value.length === 0;
}

function outputProblems(output: unknown): Problem[] {
    if (output === undefined) return [];
    if (!isRecord(output)) {
        const reason = `${shown(output)} is not an object; write { s3BucketName: … }`;
        return [{ propertyPath: "outputLocation", reason }];
    }
    const fields = ["s3BucketName", "s3KeyPrefix", "s3Region"];
    return prefixed("outputLocation", [
        ...unknownProperties(output, fields),
        ...fields
            .filter((field) => output[field] !== undefined && !isWord(output[field]))
            .map((field) => ({ propertyPath: field, reason: `${shown(output[field])} is not a string; write one` })),
    ]);
}

function waitProblems(value: unknown): Problem[] {
    if (value === undefined) return [];
    if (typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= 86_400) return [];
    const reason = `${shown(value)} is not a whole number of seconds from 1 to 86400; write one, as a number`;
    return [{ propertyPath: "waitForSuccessTimeoutSeconds", reason }];
}

function prefixed(path: string, problems: readonly Problem[]): Problem[] {
    return problems.map(({ propertyPath, reason }) => ({ propertyPath: `${path}.${propertyPath}`, reason }));
}
