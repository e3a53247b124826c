import { isRecord } from "../../core/validate/shape";
import type { ConfigReading } from "../parsers/configFiles";
import {
    readCommands,
    readForeign,
    readImageBuilder,
    readParts,
    readScript,
    readSsmDocument,
    readUserData,
} from "../parsers/read";
import { decodeBase64, decodeText } from "../parsers/text";
import { type Encoding, type Language, type Place, placesOf } from "./places";
import type { Resource, Statement } from "./types";

/** The texts that machines run at first boot, and that agents run on them: those in the table of places. */
export function textStatements({ type, props }: Resource): Statement[] {
    const row = placesOf(type);
    return (row?.places ?? []).flatMap((place) =>
        valuesAt(asRecord(props, place), place.path).flatMap(({ where, value }) =>
            readValue(value, place, isForWindows(props)).map((reading) => ({ where, ...reading })),
        ),
    );
}

/** azure's settings may be one JSON text. */
function asRecord(props: Record<string, unknown>, { path: [first = ""] }: Place): Record<string, unknown> {
    const value = props[first];
    if (typeof value !== "string" || !/ettings$/.test(first)) return props;

    try {
        return { ...props, [first]: JSON.parse(value) as unknown };
    } catch {
        return props;
    }
}

/** Windows extensions and run commands contain PowerShell. */
function isForWindows({ publisher, osProfile }: Record<string, unknown>): boolean {
    return publisher === "Microsoft.Compute" || (isRecord(osProfile) && isRecord(osProfile.windowsConfiguration));
}

function valuesAt(value: unknown, path: readonly string[], where: string[] = []): { where: string; value: unknown }[] {
    const [first, ...rest] = path;
    if (first === undefined) return value === undefined || value === null ? [] : [{ where: where.join("."), value }];

    if (first === "*") {
        const elements = Array.isArray(value) ? (value as unknown[]) : [];
        return elements.flatMap((each, i) => valuesAt(each, rest, [...where, String(i)]));
    }
    return isRecord(value) && Object.hasOwn(value, first) ? valuesAt(value[first], rest, [...where, first]) : [];
}

function readValue(value: unknown, { encoding, language }: Place, isWindows: boolean): readonly ConfigReading[] {
    if (language === "parts") {
        const parts = Array.isArray(value) ? (value as unknown[]).filter(isRecord) : [];
        return readParts(
            parts.flatMap(({ content, contentType }) =>
                typeof content === "string"
                    ? [{ type: typeof contentType === "string" ? contentType.toLowerCase() : "", text: content }]
                    : [],
            ),
        );
    }
    // Documents may be given as an object where a provider takes any JSON.
    const given = isRecord(value) && language === "ssmDocument" ? JSON.stringify(value) : value;
    const text = typeof given === "string" ? decoded(given, encoding) : undefined;
    if (text === undefined) return [];

    return isWindows ? readForeign(text, "PowerShell") : readers[language](text);
}

const readers: Record<Exclude<Language, "parts">, (text: string) => readonly ConfigReading[]> = {
    userData: readUserData,
    script: readScript,
    commands: (text) => readCommands([text]),
    ssmDocument: readSsmDocument,
    imageBuilder: readImageBuilder,
    powershell: (text) => readForeign(text, "PowerShell"),
};

/** undefined if it has no text. */
function decoded(value: string, encoding: Encoding): string | undefined {
    if (encoding === "plain") return value;

    const bytes = decodeBase64(value);
    const text = bytes && decodeText(bytes);
    if (encoding === "base64") return text;

    // No format that cloud-init accepts looks like base64 itself: a first line has a "#", a MIME header a colon.
    return text ?? value;
}
