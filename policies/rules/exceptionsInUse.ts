import type { ResourceValidationPolicy } from "@pulumi/policy";
import { strayExceptions, takeExcused } from "../exceptions";
import { messagesRule, type RuleText, stackRule } from "../rule";

const text: RuleText<object> = {
    name: "exceptions-in-use",
    displayName: "Exceptions are seen",
    description: "Checks that no violation was suppressed by an exception in the configuration.",
    severity: "low",
    enforcementLevel: "advisory",
    tags: ["ssh", "keepalive", "exceptions"],
    remediationSteps: "Correct the resource, and take its exception out of the rule's configuration.",
    settings: {},
};

const ofStack = stackRule(text, ({ resources }, report) =>
    resources.forEach((resource) => takeExcused(resource.urn).forEach((said) => report(said, resource))),
);

/**
 * Reports what the other rules let through because of an exception, so that none is forgotten, and exceptions that are for
 * no resource. The engine judges the stack after all resources, and its rules in the pack's order, so that this one also
 * sees what those excused.
 */
export const exceptionsInUse: ResourceValidationPolicy & Pick<typeof ofStack, "validateStack"> = {
    ...messagesRule(text, ({ urn }) => takeExcused(urn)),
    ...ofStack,
    validateStack: async (args, reportViolation) => {
        await ofStack.validateStack(args, reportViolation);
        strayExceptions(args.resources).forEach((said) => reportViolation(said));
    },
};
