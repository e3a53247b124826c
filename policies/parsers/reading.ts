/** The values of a group of settings, as read from a resource or a text in it. */
export interface Reading<Settings> {
    /** The values that are known. */
    settings: Settings;
    /** The settings whose value cannot be read, or is not known yet. */
    unknown: ReadonlySet<keyof Settings>;
    /** Whether a setting that is neither known nor unknown is known to be left at its default. */
    complete: boolean;
}

/** Whether the setting is known to be left at its default. */
export function isUnset<Settings>(reading: Reading<Settings>, setting: keyof Settings): boolean {
    return reading.complete && reading.settings[setting] === undefined && !reading.unknown.has(setting);
}
