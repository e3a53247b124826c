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
import { type Exception, exceptionFor, exceptionsSetting, recordExceptions, recordSuppressed } from "./exceptions";
import { type Finding, message } from "./finding";
import { knownProps } from "./resources/known";
import { resourceTypeOf } from "./resources/resourceTypes";
import { statementsOf } from "./resources/statements";
import type { Statement, Resource } from "./resources/types";
import { standardNames } from "./standard";

/** The metadata and settings of a rule: everything but its check. */
export interface RuleText<Config extends object> {
    name: string;
    displayName: string;
    /** Begins with "Checks that". */
    description: string;
    severity: Severity;
    enforcementLevel: EnforcementLevel;
    framework?: PolicyComplianceFramework;
    tags: string[];
    /** Instructions for people. A rule does not change resources itself, because the hosts would keep the old values. */
    remediationSteps: string;
    /** The rule's own settings, each with its default. `standard` and `exceptions` are added. */
    settings: { [Setting in keyof Config]: PolicyConfigSchema["properties"][string] };
}

/** A rule's own settings, with those that every rule has. */
export type WithCommonSettings<Config> = Config & { standard: string; exceptions: readonly Exception[] };

/** A rule that checks each statement of a resource: the settings that it makes for sshd, kernels and clients. */
export function settingsRule<Config extends object>(
    text: RuleText<Config>,
    checkStatement: (statement: Statement, config: WithCommonSettings<Config>) => Finding[],
): ResourceValidationPolicy {
    return resourceRule(text, async (resource, config) =>
        (await statementsOf(resource)).flatMap((statement) => checkStatement(statement, config)),
    );
}

/** A rule that checks one resource at a time. */
export function resourceRule<Config extends object>(
    text: RuleText<Config>,
    checkResource: (resource: Resource, config: WithCommonSettings<Config>) => Promise<Finding[]> | Finding[],
): ResourceValidationPolicy {
    return messagesRule(text, async (resource, config) => {
        const findings = await checkResource(resource, config);
        const messages = [...new Set(findings.map((finding) => message(resource.name, finding)))];
        const exception = exceptionFor(resource, config.exceptions);
        if (exception === undefined) return messages;

        recordSuppressed(resource.urn, text.name, exception, messages);
        return [];
    });
}

/** A rule that checks one resource at a time and writes its own messages. */
export function messagesRule<Config extends object>(
    text: RuleText<Config>,
    messagesOn: (resource: Resource, config: WithCommonSettings<Config>) => Promise<string[]> | string[],
): ResourceValidationPolicy {
    return {
        ...policyText(text),
        validateResource: async (args, reportViolation) => {
            const { type, name, urn, props } = args;
            const config = readConfig(text, args.getConfig());
            const parent = args.opts.parent === "" ? undefined : args.opts.parent;
            const resource = { type, name, urn, parent, props: mayCarrySettings(type) ? knownProps(props) : {} };
            (await messagesOn(resource, config)).forEach((each) => reportViolation(each));
        },
    };
}

/** A rule that checks the whole stack. */
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
            return validateStack(args, (message, resource) => {
                const exception = exceptionFor(resource, exceptions);
                if (exception === undefined) reportViolation(message, resource.urn);
                else recordSuppressed(resource.urn, text.name, exception, [message]);
            });
        },
    };
}

/** Whether resources of this type may contain settings. The properties of all others are not copied. */
export function mayCarrySettings(type: string): boolean {
    return settingsTypes.test(type) || resourceTypeOf(type) !== undefined;
}

const settingsTypes =
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
 * The configuration with its defaults. The engine checks types and bounds but accepts unknown names, and a misspelt bound
 * that silently has no effect is worse than no bound.
 */
function readConfig<Config extends object>(
    { name, settings }: RuleText<Config>,
    given: object,
): WithCommonSettings<Config> {
    const all: PolicyConfigSchema["properties"] = {
        ...settings,
        standard: standardSetting,
        exceptions: exceptionsSetting,
    };
    const unknownSettings = Object.keys(given).filter((setting) => !(setting in all));
    if (unknownSettings.length > 0) {
        const known = Object.keys(all);
        const names = unknownSettings.map((setting) => `${setting}${didYouMean(setting, known)}`).join(", ");
        throw configurationError(
            `${name} has no setting ${names.replace(/[^?]$/, "$&.")} It has ${known.join(", ")}. Correct its configuration.`,
        );
    }
    const defaults = Object.entries(all).map(([setting, schema]) => [setting, schema.default] as const);
    const config = { ...Object.fromEntries(defaults), ...given } as WithCommonSettings<Config>;
    recordExceptions(name, config.exceptions);
    return config;
}
