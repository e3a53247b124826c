import { isRecord } from "../../../core/records";
import type { Problem } from "../../../core/settings";
import { shown } from "../../../core/validate/shown";
import { wholeNumberReason } from "../../../core/validate/value";
import type { InputRules } from "../../inputs/checkInputs";
import { componentName, type Part, rulesOf, switchesPart } from "../../inputs/parts";
import { unknownProperties, wordProblems } from "../../inputs/properties";
import { serverSettings } from "../../server/rules";
import { missingCron, scheduleProblems } from "./scheduleRules";
import { missingTargets, targetProblems } from "./targetRules";

/** The numbers and percentages that Systems Manager takes, by the patterns of its API: at most 7 characters each. */
const rates: readonly { property: string; pattern: RegExp; example: string }[] = [
    { property: "maxConcurrency", pattern: /^([1-9][0-9]{0,6}|[1-9][0-9]?%|100%)$/, example: "50" },
    { property: "maxErrors", pattern: /^(0|[1-9][0-9]{0,6}|[0-9]%|[1-9][0-9]%|100%)$/, example: "5" },
];

/** The words that Systems Manager takes, by the enumerations of its API. */
const words: Readonly<Record<string, readonly string[]>> = {
    complianceSeverity: ["CRITICAL", "HIGH", "MEDIUM", "LOW", "UNSPECIFIED"],
    syncCompliance: ["AUTO", "MANUAL"],
};

/** The lengths that Systems Manager takes: S3OutputLocation of its API. */
const outputLengths: Readonly<Record<string, { min: number; max: number }>> = {
    s3BucketName: { min: 3, max: 63 },
    s3KeyPrefix: { min: 0, max: 500 },
    s3Region: { min: 3, max: 20 },
};

/** The arguments that select the targets and the times, which the association gets as they are. */
export const fleetArguments = [
    "targets",
    "scheduleExpression",
    "applyOnlyAtCronInterval",
    "calendarNames",
    "maxConcurrency",
    "maxErrors",
    "complianceSeverity",
    "syncCompliance",
    "outputLocation",
    "waitForSuccessTimeoutSeconds",
] as const;

const fleet: Part = {
    names: fleetArguments,
    known: fleetProblems,
    complete: (args) => [...fleetProblems(args), ...missingFromFleet(args)],
};

/** The arguments that go into the document. */
const documentParts = [serverSettings, switchesPart(["takeOver", "restore"])];

/** Rules for all arguments of SshKeepaliveAssociation. */
export function associationRules(name: string): InputRules {
    const ownName: Part = { names: [], known: () => documentNameProblems(name) };
    return rulesOf(nameOf(name), [ownName, fleet, ...documentParts]);
}

/** Rules for the arguments that go into the document. */
export function documentRules(name: string): InputRules {
    return rulesOf(nameOf(name), documentParts);
}

/** Rules for the arguments that select the targets and the times. */
export function fleetRules(name: string): InputRules {
    return rulesOf(nameOf(name), [fleet]);
}

/** The error for an option that would leave each earlier association running next to the new one. */
export function optionProblems({ retainOnDelete }: { retainOnDelete?: boolean }): Problem[] {
    if (retainOnDelete !== true) return [];
    const reason =
        "true would leave the association with the earlier settings in AWS after each change, and its schedule would undo the " +
        "new settings; leave it out, and remove the component from the state with `pulumi state delete` to keep its resources";
    return [{ propertyPath: "retainOnDelete", reason }];
}

function nameOf(name: string): string {
    return componentName("SshKeepaliveAssociation", name);
}

/** The document's name starts with this name, adds 17 characters, and has at most 128. */
function documentNameProblems(name: unknown): Problem[] {
    if (typeof name === "string" && /^(?!aws|amazon|amzn)[A-Za-z0-9_.-]{1,100}$/i.test(name)) return [];
    const reason = `${shown(name)} is not a valid name for a Systems Manager document; write 1 to 100 letters, digits, "_", "." and "-", with neither "aws" nor "amazon" nor "amzn" first`;
    return [{ propertyPath: "name", reason }];
}

function fleetProblems(args: Record<string, unknown>): Problem[] {
    return [
        ...targetProblems(args.targets),
        ...scheduleProblems(args),
        ...rates.flatMap(({ property, pattern, example }) => {
            const value = args[property];
            if (value === undefined || (typeof value === "string" && pattern.test(value))) return [];
            const reason = `${shown(value)} is not what Systems Manager takes; write a number of up to 7 digits or a percentage, as a string: "${example}" or "10%"`;
            return [{ propertyPath: property, reason }];
        }),
        ...Object.entries(words).flatMap(([property, known]) => wordProblems(property, args[property], known)),
        ...outputProblems(args.outputLocation),
        ...waitProblems(args.waitForSuccessTimeoutSeconds),
    ];
}

/** The problems that can only be found when all leaves are known. */
function missingFromFleet(args: Record<string, unknown>): Problem[] {
    const { targets, outputLocation } = args;
    const noBucket = isRecord(outputLocation) && outputLocation.s3BucketName === undefined;
    const reason = 'is missing; write the name of a bucket, such as "reports"';
    return [
        ...missingTargets(targets),
        ...missingCron(args),
        ...(noBucket ? [{ propertyPath: "outputLocation.s3BucketName", reason }] : []),
    ];
}

function outputProblems(output: unknown): Problem[] {
    if (output === undefined) return [];
    if (!isRecord(output)) {
        const reason = `${shown(output)} is not an object; write { s3BucketName: … }`;
        return [{ propertyPath: "outputLocation", reason }];
    }
    const problems = [
        ...unknownProperties(output, Object.keys(outputLengths)),
        ...Object.entries(outputLengths).flatMap(([field, { min, max }]) => {
            const value = output[field];
            if (value === undefined) return [];
            if (typeof value === "string" && value.length >= min && value.length <= max) return [];
            return [{ propertyPath: field, reason: `${shown(value)} is not a string of ${min} to ${max} characters` }];
        }),
    ];
    return problems.map(({ propertyPath, reason }) => ({ propertyPath: `outputLocation.${propertyPath}`, reason }));
}

function waitProblems(value: unknown): Problem[] {
    const reason = value === undefined ? undefined : wholeNumberReason(value, 1, 86_400, "seconds");
    return reason === undefined ? [] : [{ propertyPath: "waitForSuccessTimeoutSeconds", reason }];
}
