import { type HopName, hops } from "../core/hops";
import { type ProfileName, profiles } from "../core/profiles";
import { type BecomeName, becomeNames } from "./inputs/connection/become";

// The arguments themselves are plain strings, since the schema of other languages has no unions.

/** `aws-nat-gateway` as `AwsNatGateway`. */
export type Pascal<Name extends string> = Name extends `${infer Head}-${infer Tail}`
    ? `${Capitalize<Head>}${Pascal<Tail>}`
    : Capitalize<Name>;

/** The names of a set as constants. */
export type Constants<Name extends string> = { readonly [Each in Name as Pascal<Each>]: Each };

/** The values of `profile`, such as `Profile.Balanced`: editors complete them, and the compiler checks them. */
export const Profile = constants<ProfileName>(profiles.map(({ name }) => name));

/** The hops that `networkPath` knows by name, such as `Hop.AwsNatGateway`; others are given by their seconds. */
export const Hop = constants<HopName>(hops.map(({ name }) => name));

/** The values of a host's `become`, such as `Become.Sudo`. */
export const Become = constants<BecomeName>(becomeNames);

function constants<Name extends string>(names: readonly string[]): Constants<Name> {
    return Object.fromEntries(names.map((name) => [pascal(name), name])) as Constants<Name>;
}

function pascal(name: string): string {
    return name
        .split("-")
        .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
        .join("");
}
