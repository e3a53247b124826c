import { checkName } from "./registry";
import { type HostSpec, suites, users } from "./types";

/** Throws unless a host can be made so, naming what cannot and what can. */
export function checkSpec(spec: HostSpec): void {
    if (spec.name !== undefined) checkName("host", spec.name);

    if (spec.suite !== undefined && !suites.includes(spec.suite))
        throw new Error(`The suite "${spec.suite as string}" is not known; take one of ${suites.join(", ")}.`);

    if (spec.user !== undefined && !users.includes(spec.user))
        throw new Error(`Hosts have no user "${spec.user as string}"; take one of ${users.join(", ")}.`);

    if (spec.port !== undefined && !(Number.isInteger(spec.port) && spec.port >= 1 && spec.port <= 65535))
        throw new Error(`The port ${spec.port} is not a whole number from 1 to 65535.`);
}
