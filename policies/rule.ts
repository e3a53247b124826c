import type {
    EnforcementLevel,
    PolicyComplianceFramework,
    PolicyConfigSchema,
    ResourceValidationPolicy,
    Severity,
    StackValidationArgs,
    StackValidationPolicy,
} from "@pulumi/policy";
import { didYouMean } from "../core/suggest";
import { configurationError } from "./configuration/error";
import { type Exception, exceptionFor, exceptionsSetting, excuse, noteExceptions } from "./exceptions";
import { type Finding, message } from "./finding";
import { knownProps } from "./resources/known";
import { placesOf } from "./resources/places";
import { statementsOf } from "./resources/statements";
import type { Statement, Resource } from "./resources/types";
import { standardNames } from "./standard";

/** What every rule is made of, apart from how it judges. */
export interface RuleText<Config extends object> {
    name: string;
    displayName: string;
    /** Begins with "Checks that". */
    description: string;
    severity: Severity;
    enforcementLevel: EnforcementLevel;
    framework?: PolicyComplianceFramework;
    tags: string[];
    /** What to do, for people; a rule changes nothing itself, because hosts would keep the old values. */
    remediationSteps: string;
    /** The settings of its own, each with its default. `standard` and `exceptions` are added. */
    settings: { [Setting in keyof Config]: PolicyConfigSchema["properties"][string] };
}

/** A rule's own settings, with those that every rule has. */
export type Common<Config> = Config & { standard: string; exceptions: readonly Exception[] };

/** A rule on what resources tell sshd, kernels and clients, part by part. */
export function settingsRule<Config extends object>(
    text: RuleText<Config>,
    judgePart: (statement: Statement, config: Common<Config>) => Finding[],
): ResourceValidationPolicy {
    return resourceRule(text, async (resource, config) =>
        (await statementsOf(resource)).flatMap((statement) => judgePart(statement, config)),
    );
}

/** A rule on single resources. */
export function resourceRule<Config extends object>(
    text: RuleText<Config>,
    judgeResource: (resource: Resource, config: Common<Config>) => Promise<Finding[]> | Finding[],
): ResourceValidationPolicy {
    return messagesRule(text, async (resource, config) => {
        const findings = await judgeResource(resource, config);
        const messages = [...new Set(findings.map((finding) => message(resource.name, finding)))];
        const exception = exceptionFor(resource, config.exceptions);
        if (exception === undefined) return messages;

        excuse(resource.urn, text.name, exception, messages);
        return [];
    });
}

/** A rule on single resources that words its messages itself. */
export function messagesRule<Config extends object>(
    text: RuleText<Config>,
    messagesOn: (resource: Resource, config: Common<Config>) => Promise<string[]> | string[],
): ResourceValidationPolicy {
    return {
        ...policyText(text),
        validateResource: async (args, reportViolation) => {
            const { type, name, urn, props } = args;
            const config = readConfig(text, args.getConfig());
            const parent = args.opts.parent === "" ? undefined : args.opts.parent;
            const resource = { type, name, urn, parent, props: isOfInterest(type) ? knownProps(props) : {} };
            (await messagesOn(resource, config)).forEach((each) => reportViolation(each));
        },
    };
}

/** A rule on the whole stack. */
export function stackRule<Config extends object>(
    text: RuleText<Config>,
    validateStack: (
        args: StackValidationArgs,
        report: (message: string, resource: { name: string; urn: string }) => void,
    ) => Promise<void> | void,
): StackValidationPolicy {
    return {
        ...policyText(text),
        validateStack: (args, reportViolation) => {
            const { exceptions } = readConfig(text, args.getConfig());
            return validateStack(args, (said, resource) => {
                const exception = exceptionFor(resource, exceptions);
                if (exception === undefined) reportViolation(said, resource.urn);
                else excuse(resource.urn, text.name, exception, [said]);
            });
        },
    };
}

/** The packages whose resources say something here; the others' properties need not be copied. */
export function isOfInterest(type: string): boolean {
    return interesting.test(type) || placesOf(type) !== undefined;
}

const interesting =
    /^(pulumi-ssh-keepalive(-aws)?|command):|^aws(-native)?:ssm[:/]|^kubernetes:(apps|extensions)\/v1\w*:DaemonSet$/;

function policyText<Config extends object>(text: RuleText<Config>): Omit<ResourceValidationPolicy, "validateResource"> {
    const { settings, ...rest } = text;
    return {
        ...rest,
        configSchema: { properties: { ...settings, standard: standardSetting, exceptions: exceptionsSetting } },
    };
}

const standardSetting = {
    type: "string" as const,
    enum: [...standardNames],
    default: "none",
    description: "The standard whose bounds also apply, if it has any for this rule.",
};

/**
 * The configuration with its defaults. The engine checks types and bounds, but lets names pass that no rule has, and a
 * misspelt bound that silently does nothing is worse than none.
 */
function readConfig<Config extends object>({ name, settings }: RuleText<Config>, given: object): Common<Config> {
    const all: PolicyConfigSchema["properties"] = {
        ...settings,
        standard: standardSetting,
        exceptions: exceptionsSetting,
    };
    const stray = Object.keys(given).filter((setting) => !(setting in all));
    if (stray.length > 0) {
        const known = Object.keys(all);
        const said = stray.map((setting) => `${setting}${didYouMean(setting, known)}`).join(", ");
        throw configurationError(
            `${name} has no setting ${said.replace(/[^?]$/, "$&.")} It has ${known.join(", ")}. Correct its configuration.`,
        );
    }
    const defaults = Object.entries(all).map(([setting, schema]) => [setting, schema.default] as const);
    const config = { ...Object.fromEntries(defaults), ...given } as Common<Config>;
    noteExceptions(name, config.exceptions);
    return config;
}
