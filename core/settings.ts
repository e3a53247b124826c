/** The settings that everything in this project is about; each is a row of directives.ts. Times are in seconds. */
import type { Settings } from "./directives";

export type { ClientSettings, KernelSettings, ServerSettings, Settings } from "./directives";

/** Settings of which some groups are not known, or not set. */
export type PartialSettings = { [Group in keyof Settings]?: Settings[Group] | undefined };

/** One thing that is wrong with an input, in the shape that Pulumi's InputPropertiesError takes. */
export interface Problem {
    /** Where it is, for example `server.clientAliveInterval`. */
    propertyPath: string;
    /** The value, the rule and the remedy, in one sentence or two. */
    reason: string;
}
