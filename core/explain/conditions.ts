/** Validates the conditions that the settings are explained for. */
import { distributions } from "../distributions";
import { type OpenSshVersionLike, parseOpenSshVersion } from "../openssh";
import { largestInteger } from "../parse/values";
import { puttySessionReason } from "../render/putty";
import type { Problem } from "../settings";
import { didYouMean } from "../suggest";
import { retransmissions } from "../timing";
import type { Conditions } from "../timing/report";
import { shown } from "../validate/shown";
import { wholeNumberReason } from "../validate/value";

/** The problems of the conditions. Values may be of any type, since a link can contain anything. */
export function conditionProblems(
    conditions: Omit<Conditions, "networkPath"> & { puttySession?: string | undefined },
): Problem[] {
    const { openssh, clientOpenssh, rekeyInterval, clientRekeyInterval, tcpRetries2, puttySession } = conditions;
    return [
        problem("openssh", openssh, versionReason),
        problem("clientOpenssh", clientOpenssh, versionReason),
        problem("rekeyInterval", rekeyInterval, rekeyReason),
        problem("clientRekeyInterval", clientRekeyInterval, rekeyReason),
        problem("tcpRetries2", tcpRetries2, (value) =>
            wholeNumberReason(value, 0, retransmissions.max, "retransmissions"),
        ),
        problem("puttySession", puttySession, puttySessionReason),
    ].flat();
}

/** Why this is not an OpenSSH version; undefined if it is. */
export function versionReason(version: OpenSshVersionLike): string | undefined {
    if (parseOpenSshVersion(version) !== undefined) return undefined;
    const names = distributions.map(({ name }) => name);
    const guess = typeof version === "string" ? didYouMean(version, names) : "";
    return `${shown(version)} is not an OpenSSH version, such as 9.2, or a distribution${guess || `: ${names.join(", ")}`}`;
}

function rekeyReason(seconds: number): string | undefined {
    return wholeNumberReason(seconds, 0, largestInteger, "seconds");
}

function problem<Value>(
    propertyPath: string,
    value: Value | undefined,
    reasonOf: (value: Value) => string | undefined,
): Problem[] {
    const reason = value === undefined ? undefined : reasonOf(value);
    return reason === undefined ? [] : [{ propertyPath, reason }];
}
