/** The known name nearest to a mistyped one, or undefined where none is near enough to be meant. */
function nearest(name: string, known: readonly string[]): string | undefined {
    const given = simplified(name);
    if (given === "") return undefined;
    const ranked = known
        .map((candidate) => ({ candidate, distance: editDistance(given, simplified(candidate)) }))
        .sort((a, b) => a.distance - b.distance);
    const best = ranked[0];
    if (best !== undefined && best.distance <= Math.max(1, Math.floor(given.length / 3))) return best.candidate;
    return given.length < 4 ? undefined : known.find((candidate) => simplified(candidate).includes(given));
}

/** ", did you mean …?" or nothing, for the end of a clause. */
export function didYouMean(name: string, known: readonly string[]): string {
    const suggestion = nearest(name, known);
    return suggestion === undefined ? "" : `; did you mean ${JSON.stringify(suggestion)}?`;
}

// Longer input than any name can only be a mistake of another kind; the cut keeps the cost bounded.
function simplified(name: string): string {
    return name
        .slice(0, 64)
        .toLowerCase()
        .replace(/[\s_-]+/g, "");
}

function editDistance(a: string, b: string): number {
    let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
    for (let row = 1; row <= a.length; row++) {
        const current = [row];
        for (let column = 1; column <= b.length; column++) {
            const substitution = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
            current.push(Math.min(substitution, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
        }
        previous = current;
    }
    return previous[b.length] ?? 0;
}
