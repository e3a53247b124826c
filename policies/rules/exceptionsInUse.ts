import type { ResourceValidationPolicy } from "@pulumi/policy";
import { unmatchedExceptions, takeSuppressed } from "../exceptions";
import { messagesRule, type RuleText, stackRule } from "../rule";

const text: RuleText<object> = {
    name: "exceptions-in-use",
    displayName: "Exceptions are reported",
    description: "Checks that no violation was suppressed by an exception in the configuration.",
    severity: "low",
    enforcementLevel: "advisory",
    tags: ["ssh", "keepalive", "exceptions"],
    remediationSteps: "Correct the resource, and remove its exception from the rule's configuration.",
    settings: {},
};

const wholeStack = stackRule(text, ({ resources }, report) =>
    resources.forEach((resource) => takeSuppressed(resource.urn).forEach((message) => report(message, resource))),
);

/**
 * Reports the violations that exceptions suppressed, so that no exception is forgotten, and exceptions that match no
 * resource. The engine checks the stack after all resources and runs stack rules in the pack's order, so this rule, the
 * last one, also reports what the other stack rules suppressed.
 */
export const exceptionsInUse: ResourceValidationPolicy & Pick<typeof wholeStack, "validateStack"> = {
    ...messagesRule(text, ({ urn }) => takeSuppressed(urn)),
    ...wholeStack,
    validateStack: async (args, reportViolation) => {
        await wholeStack.validateStack(args, reportViolation);
        unmatchedExceptions(args.resources).forEach((message) => reportViolation(message));
    },
};
