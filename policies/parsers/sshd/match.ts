/**
 * The users to whom a block applies. "all": `Match all`; "everybody": every user; "others": every user whom the criteria
 * do not exclude; "some": anything else.
 */
export type MatchScope = "all" | "everybody" | "others" | "some";

const criteria = /^(user|group|host|address|localaddress)$/;

/** `Match all`; `Match User *` and its like; `Match User *,!root`; anything else matches some users. */
export function matchScope(args: readonly string[]): MatchScope {
    if (args.length === 1 && args[0]?.toLowerCase() === "all") return "all";

    const words = args.flatMap((arg) => arg.split("=").filter((each) => each !== ""));
    const patterns = words.filter((_, i) => i % 2 === 1);
    const names = words.filter((_, i) => i % 2 === 0).map((each) => each.toLowerCase());
    const isKnown =
        patterns.length > 0 && patterns.length === names.length && names.every((each) => criteria.test(each));
    // Criteria on the server's own address select by host, not by the connecting user.
    if (!isKnown || names.some((each) => each.startsWith("local") && patterns[names.indexOf(each)] !== "*"))
        return "some";

    const scopes = patterns.map(scopeOfPattern);
    if (scopes.includes("some")) return "some";

    return scopes.includes("others") ? "others" : "everybody";
}

/** A list matches if a pattern in it does, unless a negated one does. Source: match_pattern_list() in match.c. */
function scopeOfPattern(list: string): MatchScope {
    const patterns = list.split(",");
    const negated = patterns.filter((each) => each.startsWith("!"));
    const isAll = (each: string): boolean => /^(\?\*|\*+\??)$/.test(each);
    const isForAll = patterns.some(isAll) || patterns.includes("0.0.0.0/0");
    if (!isForAll || negated.some((each) => isAll(each.slice(1)) || /\/0$/.test(each))) return "some";

    return negated.length > 0 ? "others" : "everybody";
}
