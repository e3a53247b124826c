import { takeExcused } from "../exceptions";
import { messagesRule } from "../rule";

/** Reports what the other rules let through because of an exception, so that none is forgotten. */
export const exceptionsInUse = messagesRule(
    {
        name: "exceptions-in-use",
        displayName: "Exceptions are seen",
        description: "Checks that nothing was let through because of an exception in the configuration.",
        severity: "low",
        enforcementLevel: "advisory",
        tags: ["ssh", "keepalive", "exceptions"],
        remediationSteps: "Correct the resource, and take its exception out of the rule's configuration.",
        settings: {},
    },
    ({ urn }) => takeExcused(urn),
);
