import { sysctlKeys } from "../../core/directives";
import { isRecord } from "../../core/records";
import type { UserDataPart } from "../parsers/cloudInit/userData";
import type { ConfigReading } from "../parsers/configFiles";
import {
    readCommands,
    readFile,
    readForeign,
    readImageBuilder,
    readParts,
    readScript,
    readSsmDocument,
    readUserData,
} from "../parsers/read";
import { decodeBase64, decodeText } from "../parsers/text";
import { unknownText } from "../parsers/unknown";
import type { Encoding, Language, TextProperty } from "./clouds/row";
import { notYetKnown } from "./known";
import { resourceTypeOf } from "./resourceTypes";
import type { Resource, Statement } from "./types";

/** The statements of texts that machines run at first boot or that agents run on them: those in the table of resource types. */
export function textStatements({ type, props }: Resource): Statement[] {
    return (resourceTypeOf(type)?.texts ?? []).flatMap((property) =>
        valuesAt(props, property.path).flatMap(({ where, value, inside }) =>
            matchesCondition(property, inside)
                ? readValue(value, property, inside.some(isForWindows)).map((reading) => ({ where, ...reading }))
                : [],
        ),
    );
}

interface Value {
    where: string;
    value: unknown;
    /** The enclosing objects, innermost first. */
    inside: readonly Record<string, unknown>[];
}

function valuesAt(
    value: unknown,
    path: readonly string[],
    where: readonly string[] = [],
    inside: Value["inside"] = [],
): Value[] {
    const [first, ...rest] = path;
    if (first === undefined)
        return value === undefined || value === null ? [] : [{ where: where.join("."), value, inside }];

    if (first === "*") {
        const elements = Array.isArray(value) ? (value as unknown[]) : [];
        return elements.flatMap((each, i) => valuesAt(each, rest, [...where, String(i)], inside));
    }
    const object = asObject(value);
    return object !== undefined && Object.hasOwn(object, first)
        ? valuesAt(object[first], rest, [...where, first], [object, ...inside])
        : [];
}

/** An extension's settings may be an object, or a JSON text. */
function asObject(value: unknown): Record<string, unknown> | undefined {
    if (typeof value !== "string") return isRecord(value) ? value : undefined;

    try {
        const parsed: unknown = JSON.parse(value);
        return isRecord(parsed) ? parsed : undefined;
    } catch {
        return undefined;
    }
}

function matchesCondition({ where }: TextProperty, [object]: Value["inside"]): boolean {
    return where === undefined || object?.[where.property] === where.is;
}

/** Extensions, run commands, steps and machines whose text is PowerShell. */
function isForWindows({ publisher, osProfile, interpreter, type }: Record<string, unknown>): boolean {
    return (
        publisher === "Microsoft.Compute" ||
        (isRecord(osProfile) && isRecord(osProfile.windowsConfiguration)) ||
        [interpreter, type].some((each) => typeof each === "string" && /PowerShell|^RunBat|^Windows/i.test(each))
    );
}

function readValue(value: unknown, property: TextProperty, isWindows: boolean): readonly ConfigReading[] {
    const { language } = property;
    if (language === "sysctls") return readSysctls(value);

    if (language === "parts" || language === "commands") {
        const elements = Array.isArray(value) ? (value as unknown[]) : [];
        if (language === "parts") return readParts(elements.filter(isRecord).flatMap(partOf));

        const lines = elements.filter((line) => typeof line === "string");
        return isWindows ? readForeign(lines.join("\n"), "PowerShell") : readCommands(lines);
    }
    if (language === "file") {
        const { path, file = path, content } = isRecord(value) ? value : {};
        return typeof file === "string" && typeof content === "string" ? readFile(file, content) : [];
    }
    // Documents may be given as an object where a provider takes any JSON.
    const given = isRecord(value) && language === "ssmDocument" ? JSON.stringify(value) : value;
    const text = typeof given === "string" ? decoded(given, property.encoding) : undefined;
    if (text === undefined) return [];

    return isWindows ? readForeign(text, "PowerShell") : readers[language](text);
}

function partOf({ content, contentType }: Record<string, unknown>): UserDataPart[] {
    return typeof content === "string"
        ? [{ type: typeof contentType === "string" ? contentType.toLowerCase() : "", text: content }]
        : [];
}

/** Reads kernel parameters by name, in sysctl's spelling or in a provider's camel case. */
function readSysctls(value: unknown): readonly ConfigReading[] {
    const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, "");
    const given = new Map(Object.entries(isRecord(value) ? value : {}).map(([name, each]) => [plain(name), each]));
    const lines = sysctlKeys.flatMap(({ keyword }) => {
        const each = given.get(plain(keyword));
        const isGiven = typeof each === "number" || typeof each === "string" || each === notYetKnown;
        return isGiven ? [`${keyword} = ${each === notYetKnown ? unknownText : String(each)}\n`] : [];
    });
    return lines.length === 0 ? [] : readFile("/etc/sysctl.d/nodes.conf", lines.join(""));
}

const readers: Record<
    Exclude<Language, "parts" | "commands" | "file" | "sysctls">,
    (text: string) => readonly ConfigReading[]
> = {
    userData: readUserData,
    script: readScript,
    ssmDocument: readSsmDocument,
    imageBuilder: readImageBuilder,
    powershell: (text) => readForeign(text, "PowerShell"),
};

/** undefined if the decoded value is not text. */
function decoded(value: string, encoding: Encoding): string | undefined {
    if (encoding === "plain") return value;

    const bytes = decodeBase64(value);
    const text = bytes && decodeText(bytes);
    if (encoding === "base64") return text;

    // No format that cloud-init accepts looks like base64: each begins with a "#", or has a colon in a MIME header.
    return text ?? value;
}
