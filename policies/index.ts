import { PolicyPack, type PolicyPackConfig } from "@pulumi/policy";
import { didYouMean } from "../core/suggest";
import { withCheckedConfiguration } from "./configuration/check";
import { packName, rules } from "./pack";
import { rulesThatCheck, standardNames } from "./standard";

/**
 * A standard for all rules at once. The engine passes each rule only its own configuration, so a setting for all rules has
 * to come from the environment; --policy-pack-config takes precedence. A rule that is disabled by default, but needed to
 * check the standard, is enabled.
 */
const standard = process.env.SSH_KEEPALIVE_STANDARD;
const initialConfig: PolicyPackConfig = {};
if (standard !== undefined && standard !== "") {
    // The engine checks the value. An invalid one is passed to a single rule, so that it is reported once.
    const isKnown = standardNames.includes(standard);
    if (!isKnown) {
        const hint = didYouMean(standard, standardNames) || ".";
        console.error(
            `SSH_KEEPALIVE_STANDARD is ${JSON.stringify(standard)}, which is not a known standard${hint} Use one of ${standardNames.join(", ")}.`,
        );
    }
    const checking = rulesThatCheck(standard);
    for (const { name, enforcementLevel } of isKnown
        ? rules.filter((rule) => checking.includes(rule.name))
        : rules.slice(0, 1)) {
        // A configuration without a level counts as one that says "advisory".
        const level = enforcementLevel === "disabled" ? "mandatory" : (enforcementLevel ?? "advisory");
        initialConfig[name] = { enforcementLevel: level, standard };
    }
}

new PolicyPack(
    packName,
    {
        displayName: "SSH keepalive",
        description: "Stops SSH keepalive that is insecure, or so aggressive that it causes disconnects.",
        tags: ["ssh", "keepalive", "security"],
        policies: withCheckedConfiguration(rules),
    },
    initialConfig,
);
