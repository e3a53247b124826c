/** Validates the conditions that the settings are explained for. */
import { distributions } from "../distributions";
import { type OpenSshVersionLike, parseOpenSshVersion } from "../openssh";
import { puttySessionReason } from "../render/putty";
import type { Problem } from "../settings";
import { didYouMean } from "../suggest";
import type { Conditions } from "../timing/report";
import { shown } from "../validate/shown";
import { wholeNumberReason } from "../validate/value";

/** The most that Linux takes for `net.ipv4.tcp_retries2`, which is one byte. Source: net/ipv4/sysctl_net_ipv4.c. */
const mostRetries = 255;

/** The most that sshd takes for the time of `RekeyLimit`, seconds. Source: servconf.c (INT_MAX). */
const longestRekeyInterval = 2_147_483_647;

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
        problem("tcpRetries2", tcpRetries2, (value) => wholeNumberReason(value, 0, mostRetries, "retransmissions")),
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
    return wholeNumberReason(seconds, 0, longestRekeyInterval, "seconds");
}

function problem<Value>(
    propertyPath: string,
    value: Value | undefined,
    reasonOf: (value: Value) => string | undefined,
): Problem[] {
    const reason = value === undefined ? undefined : reasonOf(value);
    return reason === undefined ? [] : [{ propertyPath, reason }];
}
