import { unknownText } from "./unknown";

/** Replaces each `{{…}}` by its `value`, or by an unknown piece if it has none. */
export function withoutTemplates(text: string, value: (name: string) => string | undefined = () => undefined): string {
    let result = "";
    let at = 0;
    while (at < text.length) {
        const start = text.indexOf("{", at);
        const end = start < 0 ? -1 : endOf(text, start);
        if (start < 0) break;

        if (end < 0) {
            // Without a closing delimiter this is not a template, and neither are later ones of the same kind.
            result += text.slice(at, start + 1);
            at = start + 1;
            if (/[{%]/.test(text[at] ?? "") && !text.includes(text[at] === "{" ? "}}" : "%}", at)) break;

            continue;
        }
        result += text.slice(at, start) + (value(text.slice(start + 2, end - 2).trim()) ?? unknownText);
        at = end;
    }
    return result + text.slice(at);
}

function endOf(text: string, start: number): number {
    const close = { "{": "}}", "%": "%}" }[text[start + 1] ?? ""];
    const end = close === undefined ? -1 : text.indexOf(close, start + 2);
    return end < 0 ? -1 : end + 2;
}
