/** Objects whose properties are not known in advance. */

/** Whether the value is an object with properties to read. */
export function isRecord(value: unknown): value is Record<string, unknown> {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Without the properties that are present but undefined, which would otherwise hide those that they are merged with. */
export function defined<Fields extends object>(fields: Fields): Defined<Fields> {
    return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Defined<Fields>;
}

type Defined<Fields> = { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> };
