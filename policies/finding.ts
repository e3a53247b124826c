/** A violation of a rule by one setting. It contains setting values only, and nothing else of the resource. */
export interface Finding {
    /** The part of the resource: "args", "create". */
    where: string;
    /** The setting with its value, such as "ClientAliveInterval 5", or a statement that it is missing. */
    setting: string;
    /** The consequence of the setting. */
    effect: string;
    /** The required value. */
    bound: string;
    /** The origin of the requirement: a rule's setting, a standard's clause. */
    source: string;
    /** What to write. */
    remedy: string;
}

/** The finding as one violation's message. */
export function message(resource: string, { where, setting, effect, bound, source, remedy }: Finding): string {
    return `${resource}, ${where}: ${setting}: ${effect}; ${bound} (${source}). ${remedy}`;
}
