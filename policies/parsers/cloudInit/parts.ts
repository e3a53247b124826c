import { isRecord } from "../../../core/records";
import { type Budget, maxLength, OverBudget } from "../budget";
import { decodeText, isGzip } from "../text";
import { readYaml } from "../yaml";
import { type Part, partsOfMime } from "./mime";

/** A part of user data, with the type that decides how cloud-init handles it. */
export interface UserDataPart {
    type: string;
    text: string;
    filename?: string | undefined;
    mergeType?: string | undefined;
}

/** The beginnings that determine a text's type, in lower case, longer ones first. */
const beginnings: readonly (readonly [string, string])[] = [
    ["#cloud-config-archive", "text/cloud-config-archive"],
    ["#cloud-config-jsonp", "text/cloud-config-jsonp"],
    ["## template: jinja", "text/jinja2"],
    ["#cloud-boothook", "text/cloud-boothook"],
    ["#include-once", "text/x-include-once-url"],
    ["#cloud-config", "text/cloud-config"],
    ["#part-handler", "text/part-handler"],
    ["#include", "text/x-include-url"],
    ["#!", "text/x-shellscript"],
];

/** Types that the content overrides: a part declared as a script may contain other user data. */
const detected = new Set(["", "text/plain", "text/x-not-multipart", "text/x-shellscript"]);

const packed = /^application\/(gzip(-compressed|ped)?|x-(compress(ed)?|gunzip|gzip(-compressed)?))$/;

/** Detects the type of a text by its beginning. Like cloud-init, it ignores leading blanks and case. */
export function detectType(text: string, otherwise: string): string {
    const start = text
        .replace(/^[^\S\uFEFF]+/, "")
        .slice(0, 30)
        .toLowerCase();
    return beginnings.find(([beginning]) => start.startsWith(beginning))?.[1] ?? otherwise;
}

/** Splits user data, or a part of it, into the parts that cloud-init handles. Source: cloud-init's user_data.py. */
export function partsOfUserData(part: UserDataPart, budget: Budget): UserDataPart[] {
    if (part.text.length > maxLength) throw new OverBudget("too long");

    budget.step();
    budget.characters(part.text.length);
    const inside = partsOfMime(part.text);
    return (inside ?? [part]).flatMap((each) => typed(each, budget));
}

function typed({ type, text, bytes, filename, mergeType }: Part, budget: Budget): UserDataPart[] {
    budget.step();
    const isPacked = packed.test(type);
    const plain = isPacked && bytes !== undefined && isGzip(bytes) ? decodeText(bytes) : text;
    if (plain === undefined) return [];

    budget.characters(plain.length);
    const known = isPacked ? "text/plain" : type;
    const part = { type: detected.has(known) ? detectType(plain, known) : known, text: plain, filename, mergeType };
    return part.type === "text/cloud-config-archive" ? partsOfArchive(plain, budget) : [part];
}

/** The entries of an archive have their declared type; it is detected only for entries without one. */
function partsOfArchive(text: string, budget: Budget): UserDataPart[] {
    const entries = readYaml(text, budget);
    return (Array.isArray(entries) ? (entries as unknown[]) : []).flatMap((entry) => {
        const { content = "", type, filename } = isRecord(entry) ? entry : { content: entry };
        const plain = content instanceof Uint8Array ? decodeText(content) : content;
        if (typeof plain !== "string") return [];

        budget.step();
        const known = typeof type === "string" && type !== "" ? type : detectType(plain, "text/cloud-config");
        return [
            { type: known.toLowerCase(), text: plain, filename: typeof filename === "string" ? filename : undefined },
        ];
    });
}
