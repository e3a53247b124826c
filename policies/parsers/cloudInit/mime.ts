import { type LetterparserNode, parse } from "letterparser";

/** One part of a MIME message. */
export interface Part {
    /** `text/cloud-config`, `text/x-shellscript`; in lower case. */
    type: string;
    /** Empty if the content is not text. */
    text: string;
    /** The content of a part whose type is not text. */
    bytes?: Uint8Array | undefined;
    filename?: string | undefined;
    /** How its cloud-config is merged with that of earlier parts. */
    mergeType?: string | undefined;
}

/** Returns the parts of a MIME message, including those of nested multiparts; undefined if the text is not one. */
export function partsOfMime(text: string): Part[] | undefined {
    if (!/mime-version:/i.test(text.slice(0, 4096))) return undefined;

    return partsOf(parse(closed(text.replace(/^From [^\n]*\n/, ""))));
}

/** Adds a missing closing boundary. The library finds no parts without it; Python's parser does not need it. */
function closed(text: string): string {
    const [, quoted, bare] =
        /^content-type:[^\n]*(?:\n[ \t][^\n]*)*?boundary=(?:"([^"\n]+)"|([^\s;]+))/im.exec(text) ?? [];
    const boundary = quoted ?? bare;
    return boundary === undefined || text.includes(`--${boundary}--`) ? text : `${text}\n--${boundary}--\n`;
}

function partsOf({ body, contentType, headers }: LetterparserNode): Part[] {
    if (Array.isArray(body)) return body.flatMap(partsOf);

    if (typeof body === "object" && !(body instanceof Uint8Array)) return partsOf(body);

    const [, quoted, bare] = /filename="?(?:([^"]*)"|([^\s;]+))/i.exec(headers["Content-Disposition"] ?? "") ?? [];
    return [
        {
            type: contentType.type.toLowerCase(),
            text: typeof body === "string" ? body.replaceAll("\r\n", "\n") : textOf(body),
            bytes: typeof body === "string" ? undefined : body,
            filename: quoted ?? bare ?? contentType.parameters.name,
            mergeType: headers["Merge-Type"] ?? headers["X-Merge-Type"],
        },
    ];
}

function textOf(bytes: Uint8Array): string {
    try {
        return new TextDecoder("utf8", { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
        return "";
    }
}
