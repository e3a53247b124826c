/** The replacement of a part of a text. */
export interface Edit {
    readonly pos: number;
    readonly end: number;
    readonly text: string;
}

/** Applies all edits to a text; edits must not overlap. */
export function edited(text: string, edits: readonly Edit[]): string {
    const sorted = [...edits].sort((a, b) => a.pos - b.pos);
    const kept = sorted.map(({ pos, text: put }, at) => text.slice(sorted[at - 1]?.end ?? 0, pos) + put);
    return [...kept, text.slice(sorted.at(-1)?.end ?? 0)].join("");
}
