import { defaultCountMax } from "../core/directives";
import type { End } from "./end";
import type { Finding } from "./finding";
import { numberBounds, requirementOn } from "./standard";

/** Checks interval and count against the smallest or the largest value that the standard allows. Another rule reports 0. */
export function standardFindings(
    { where, keywords, interval = 0, count, unset }: End,
    standard: string,
    side: "min" | "max",
): Finding[] {
    const isDefaultCount = unset.count && interval > 0;
    const values = [
        { property: "clientAliveInterval", keyword: keywords.interval, value: interval, suffix: "" },
        {
            property: "clientAliveCountMax",
            keyword: keywords.count,
            value: isDefaultCount ? defaultCountMax : (count ?? 0),
            suffix: isDefaultCount ? " by default" : "",
        },
    ] as const;
    return values.flatMap(({ property, keyword, value, suffix }) => {
        const requirement = requirementOn(standard, property);
        const bound = numberBounds(requirement)[side];
        const isMet = bound === undefined || value === 0 || (side === "min" ? value >= bound : value <= bound);
        if (requirement === undefined || isMet) return [];

        return [
            {
                where,
                setting: `${keyword} ${value}${suffix}`,
                effect:
                    side === "min"
                        ? "the session ends sooner than the standard requires"
                        : "a dead peer's session is kept for longer than the standard allows",
                bound: `at ${side === "min" ? "least" : "most"} ${bound} is required`,
                source: requirement.clause,
                remedy: `Write ${keyword} ${bound}.`,
            },
        ];
    });
}
