/** What a rule has to say about one setting. Values are the settings' own; nothing else of a resource is repeated. */
export interface Finding {
    /** The part of the resource: "args", "create". */
    where: string;
    /** The setting with its value: "ClientAliveInterval 5"; or that it is not there. */
    setting: string;
    /** What that does. */
    effect: string;
    /** What is asked instead. */
    bound: string;
    /** Who asks: a rule's setting, a standard's clause. */
    source: string;
    /** What to write. */
    remedy: string;
}

/** The finding as one violation's message. */
export function message(resource: string, { where, setting, effect, bound, source, remedy }: Finding): string {
    return `${resource}, ${where}: ${setting}: ${effect}; ${bound} (${source}). ${remedy}`;
}
