import { unknownText } from "../unknown";

/**
 * Renders a template without the machine's data: an expression becomes an unknown piece, comments are removed, and raw
 * blocks are kept. Returns undefined for a template with a syntax error, or with statements that choose or repeat text.
 */
export function renderJinja(template: string): string | undefined {
    const opening = /\{[{%#]([-+]?)/g;
    let rendered = "";
    let at = 0;
    for (let open = opening.exec(template); open !== null; open = opening.exec(template)) {
        const piece = template.slice(at, open.index);
        const kind = template[open.index + 1]!;
        const end = template.indexOf(kind === "{" ? "}}" : `${kind}}`, opening.lastIndex);
        if (end < 0) return undefined;

        rendered += open[1] === "-" ? piece.trimEnd() : piece;
        const inside = template.slice(opening.lastIndex, end);
        at = end + 2;
        if (kind === "{") {
            rendered += unknownText;
        } else if (kind === "%" && /^\s*raw\s*[-+]?$/.test(inside)) {
            const closing = /\{%[-+]?\s*endraw\s*[-+]?%\}/g;
            closing.lastIndex = at;
            const close = closing.exec(template);
            if (close === null) return undefined;

            rendered += template.slice(afterNewline(template, at), close.index);
            at = afterNewline(template, closing.lastIndex);
        } else if (kind === "%") {
            if (!/^\s*(set\b[^=]*=|do\b)/.test(inside)) return undefined;

            at = afterNewline(template, at);
        }
        opening.lastIndex = at = inside.endsWith("-") ? afterBlanks(template, at) : at;
    }
    return rendered + template.slice(at);
}

/** cloud-init enables trim_blocks, which drops the newline after a statement. */
function afterNewline(template: string, at: number): number {
    return template[at] === "\n" ? at + 1 : at;
}

function afterBlanks(template: string, at: number): number {
    const text = /\S/g;
    text.lastIndex = at;
    return text.exec(template)?.index ?? template.length;
}
