import fc from "fast-check";
import { distributions } from "../../../core/distributions";
import { hops } from "../../../core/hops";
import { profiles } from "../../../core/profiles";

/** A query for `explain`: an option's name without its hyphens, and a value. */
export type Query = [name: string, value: string][];

const versions = "6.2 6.6 7.2 7.4 7.6 7.9 8.0 8.1 8.2 8.4 8.6 8.7 8.9 9.1 9.2 9.4 9.5 9.6 9.7 9.9 10.0 10.2 10.3 10.6 11.0".split(" "); // prettier-ignore
const openssh = fc.oneof(
    fc.constantFrom(...versions),
    fc.constantFrom(...distributions.flatMap(({ name, aliases }) => [name, ...aliases])),
);
const seconds = fc.oneof(fc.integer({ min: 1, max: 600 }).map(String), fc.constantFrom("90", "15m", "1h30m", "3600"));
const count = fc.integer({ min: 1, max: 40 }).map(String);
const rekeyLimit = fc.constantFrom("0", "30", "600", "1h", "1G 1h", "default none", "2147483647");
const hop = fc.oneof(fc.constantFrom(...hops.map(({ name }) => name)), fc.integer({ min: 3, max: 86_400 }).map(String));
const types = fc.constantFrom("session:*", "session:shell", "global", "direct-tcpip", "agent-connection");
const timeouts = fc
    .dictionary(types, fc.constantFrom("0", "30", "900", "1h"), { minKeys: 1, maxKeys: 3 })
    .map((each) => Object.entries(each).map(([type, time]) => `${type}=${time}`).join(" ")); // prettier-ignore

const usual = {
    openssh,
    "client-openssh": openssh,
    path: fc.array(hop, { minLength: 1, maxLength: 4 }).map((all) => all.join(",")),
    profile: fc.constantFrom(...profiles.map(({ name }) => name)),
    interval: seconds,
    count,
    "client-interval": seconds,
    "client-count": count,
    "kernel-time": seconds,
    "kernel-interval": seconds,
    "kernel-probes": count,
    "tcp-retries2": count,
    "rekey-limit": rekeyLimit,
    "client-rekey-limit": rekeyLimit,
    "channel-timeout": timeouts,
    "unused-connection-timeout": seconds,
    "tcp-keepalive": fc.constantFrom("yes", "no"),
    "putty-session": fc.constantFrom("Default Settings", "my server", "本番", "a\\b"),
};

/** Values at the ends of the ranges and beyond, and values of the wrong type. */
const odd = fc.tuple(
    fc.constantFrom(...Object.keys(usual)),
    fc.constantFrom(
        "0",
        "1",
        "-1",
        "255",
        "256",
        "32767",
        "2147483647",
        "2147483648",
        "1e9",
        "soon",
        "*=5",
        "x".repeat(90),
    ),
);

/** Any valid version, path, profile and settings; some queries also have a value or two that is unusual. */
export const anyQuery: fc.Arbitrary<Query> = fc
    .tuple(
        fc.record(usual, { requiredKeys: [] }),
        fc.subarray(Object.keys(usual)),
        fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.array(odd, { maxLength: 2 }) }),
    )
    .map(([given, names, odds]) => [
        ...new Map([...Object.entries(given).filter(([name]) => names.includes(name)), ...odds]),
    ]);

/** Returns the query as arguments. */
export function argumentsOf(query: Query): string[] {
    return query.map(([name, value]) => `--${name}=${value}`);
}
