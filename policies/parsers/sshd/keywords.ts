import { sshdDirectives } from "../../../core/directives";
import type { ServerSettings } from "../../../core/settings";

type Property = keyof ServerSettings;

/** The settings by keyword, in lower case. `KeepAlive` is the old name of TCPKeepAlive. */
const properties = new Map<string, Property>([
    ...sshdDirectives.map(({ keyword, property }) => [keyword.toLowerCase(), property] as const),
    ["keepalive", "tcpKeepAlive"],
]);

/** The setting of a keyword in lower case; undefined for other keywords. */
export function propertyOf(keyword: string): Property | undefined {
    return properties.get(keyword);
}

/** The keyword, as sshd_config(5) spells it. */
export function keywordOf(property: Property): string | undefined {
    return sshdDirectives.find((directive) => directive.property === property)?.keyword;
}

const clientKeywords = new Map([
    ["serveraliveinterval", "ServerAliveInterval"],
    ["serveralivecountmax", "ServerAliveCountMax"],
    ["host", "Host"],
]);

/**
 * Returns why sshd refuses the keyword; undefined if some version may accept it. sshd's keywords consist of letters and
 * digits, and no other keyword begins like those in the table.
 */
export function refusalOfKeyword(
    keyword: string,
    isAfterUnknown: boolean,
): { keyword?: string; reason: string } | undefined {
    const known = clientKeywords.get(keyword);
    if (known !== undefined) return { keyword: known, reason: "is a keyword of ssh_config, not of sshd_config" };

    const named = sshdDirectives.find((directive) => keyword.includes(directive.keyword.toLowerCase()))?.keyword;
    const isMisspelt = /^(clientalive|tcpkeepalive)/.test(keyword) || named !== undefined;
    // Unknown text may end without a newline, so this may be the rest of a line.
    if (!isMisspelt && (isAfterUnknown || /^[a-z0-9]*$/.test(keyword))) return undefined;

    return {
        ...(named === undefined ? {} : { keyword: named }),
        reason: "has a keyword that is not in sshd_config(5)",
    };
}
