/** A family of messages with the same cause and remedy. */
export interface Family {
    readonly message: RegExp;
    readonly cause: string;
    readonly remedy: string;
}

/** Families from the rows of a table: message, cause, remedy. */
export function families(...rows: readonly (readonly [RegExp, string, string])[]): Family[] {
    return rows.map(([message, cause, remedy]) => ({ message, cause, remedy }));
}
