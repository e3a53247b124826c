/** The settings that everything in this project is about; each is a row of directives.ts. Times are in seconds. */
export type { ClientSettings, KernelSettings, ServerSettings } from "./directives";

/** One thing that is wrong with an input, in the shape that Pulumi's InputPropertiesError takes. */
export interface Problem {
    /** Where it is, for example `server.clientAliveInterval`. */
    propertyPath: string;
    /** The value, the rule and the remedy, in one sentence or two. */
    reason: string;
}
