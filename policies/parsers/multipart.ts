import { type LetterparserNode, parse } from "letterparser";
import { decodeText } from "./text";

/** One part of a MIME multipart. */
export interface Part {
    /** `text/cloud-config`, `text/x-shellscript`; in lower case. */
    type: string;
    text: string;
}

/** The parts of a MIME message, those of inner multiparts among them; `undefined` if the text is not one. */
export function multipart(text: string): Part[] | undefined {
    if (!/^(mime-version|content-type|from|subject|[a-z0-9-]+):[^\n]*\n/i.test(text) || !/^content-type:/im.test(text))
        return undefined;

    try {
        return partsOf(parse(text));
    } catch {
        return [];
    }
}

function partsOf({ body, contentType }: LetterparserNode): Part[] {
    if (Array.isArray(body)) return body.flatMap(partsOf);

    const text = body instanceof Uint8Array ? decodeText(body) : body;
    if (typeof text === "object") return partsOf(text);

    return text === undefined ? [] : [{ type: contentType.type.toLowerCase(), text: text.replaceAll("\r\n", "\n") }];
}
