import * as pulumi from "@pulumi/pulumi";
import type { Problem } from "../../core/settings";
import { shown } from "../../core/validate/shown";
import type { PendingLeaf } from "./plain";

/**
 * The same problems, without any secret value, whether quoted as errors quote values or bare.
 *
 * @param valueOf the value of a leaf; undefined where it is not known
 */
export async function redact(
    problems: readonly Problem[],
    pending: readonly PendingLeaf[],
    valueOf: (leaf: PendingLeaf) => unknown,
): Promise<Problem[]> {
    const secret = await Promise.all(pending.map(({ leaf }) => pulumi.isSecret(leaf)));
    const hidden = pending.filter((_, index) => secret[index]).flatMap((leaf) => texts(valueOf(leaf)));
    const longestFirst = [...new Set(hidden)].sort((a, b) => b.length - a.length);
    return problems.map(({ propertyPath, reason }) => ({
        propertyPath,
        reason: longestFirst.reduce((text, word) => without(text, word), reason),
    }));
}

/** The forms in which a value, and each value in it, may appear in a message. */
function texts(value: unknown): string[] {
    if (value === undefined || value === null || typeof value === "boolean") return [];
    const whole = [shown(value)];
    if (typeof value === "object") return [...whole, ...Object.values(value).flatMap(texts)];
    const bare = typeof value === "string" ? value.trim() : typeof value === "number" ? String(value) : "";
    return bare === "" ? whole : [...whole, bare];
}

// Not within a longer word or number; otherwise a secret "1" would garble the numbers of the rules.
function without(text: string, word: string): string {
    const literal = word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    return text.replace(new RegExp(`(?<![\\p{L}\\p{N}.])${literal}(?![\\p{L}\\p{N}])`, "gu"), "[secret]");
}
