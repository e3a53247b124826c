import type { Policies } from "@pulumi/policy";
import type { Configured } from "./bounds";
import { configurationError } from "./error";
import { problemsIn } from "./problems";

type Rule = Policies[number];

/**
 * The rules, each of which ends with an error if the configuration of the rules that have run so far is contradictory. The
 * engine passes every rule only its own configuration, and only when it runs, and disabled rules do not run.
 */
export function withCheckedConfiguration(rules: readonly Rule[]): Policies {
    const configurations = new Map<string, Configured>();
    const texts = new Map<string, string>();
    const check = (rule: Rule, given: object): void => {
        const text = JSON.stringify(given);
        if (texts.get(rule.name) !== text) configurations.set(rule.name, configured(rule, given));

        const problems = texts.get(rule.name) === text ? [] : problemsIn(configurations);
        if (problems.length > 0) throw configurationError(problems.join("\n"));

        texts.set(rule.name, text);
    };
    return rules.map((rule) => checked(rule, check));
}

function checked(rule: Rule, check: (rule: Rule, given: object) => void): Rule {
    const wrap =
        <Args extends { getConfig: <T extends object>() => T }, Report, Result>(
            validate: (args: Args, report: Report) => Result,
        ) =>
        (args: Args, report: Report): Result => {
            check(rule, args.getConfig());
            return validate(args, report);
        };
    return {
        ...rule,
        ...("validateResource" in rule && typeof rule.validateResource === "function"
            ? { validateResource: wrap(rule.validateResource) }
            : {}),
        ...("validateStack" in rule && typeof rule.validateStack === "function"
            ? { validateStack: wrap(rule.validateStack) }
            : {}),
    };
}

function configured({ configSchema }: Rule, given: object): Configured {
    const defaults = Object.entries(configSchema?.properties ?? {}).map(([name, schema]) => [name, schema.default]);
    return { ...(Object.fromEntries(defaults) as Configured), ...given };
}
