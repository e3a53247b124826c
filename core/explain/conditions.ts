/** What the settings meet, as it is given: whether each of it can be. */
import { distributions } from "../distributions";
import { type OpenSshVersionLike, parseOpenSshVersion } from "../openssh";
import { puttySessionReason } from "../render/putty";
import type { Problem } from "../settings";
import { didYouMean } from "../suggest";
import type { Conditions } from "../timing/report";
import { shown } from "../validate/shown";

/** The most that Linux takes for `net.ipv4.tcp_retries2`, which is one byte. Source: net/ipv4/sysctl_net_ipv4.c. */
const mostRetries = 255;

/** The most that sshd takes for the time of `RekeyLimit`, seconds. Source: servconf.c (INT_MAX). */
const longestRekeyInterval = 2_147_483_647;

/** The problems of what is not a setting itself. Values may be of any type, since a link can say anything. */
export function conditionProblems(
    conditions: Omit<Conditions, "networkPath"> & { puttySession?: string | undefined },
): Problem[] {
    const { openssh, clientOpenssh, rekeyInterval, clientRekeyInterval, tcpRetries2, puttySession } = conditions;
    return [
        problem("openssh", openssh, versionReason),
        problem("clientOpenssh", clientOpenssh, versionReason),
        problem("rekeyInterval", rekeyInterval, (value) => numberReason(value, "seconds", longestRekeyInterval)),
        problem("clientRekeyInterval", clientRekeyInterval, (value) =>
            numberReason(value, "seconds", longestRekeyInterval),
        ),
        problem("tcpRetries2", tcpRetries2, (value) => numberReason(value, "retransmissions", mostRetries)),
        problem("puttySession", puttySession, puttySessionReason),
    ].flat();
}

/** Why this is no OpenSSH version; undefined where it is one. */
export function versionReason(version: OpenSshVersionLike): string | undefined {
    if (parseOpenSshVersion(version) !== undefined) return undefined;
    const names = distributions.map(({ name }) => name);
    const guess = typeof version === "string" ? didYouMean(version, names) : "";
    return `${shown(version)} is not an OpenSSH version, such as 9.2, or a distribution${guess || `: ${names.join(", ")}`}`;
}

function problem<Value>(
    propertyPath: string,
    value: Value | undefined,
    reasonOf: (value: Value) => string | undefined,
): Problem[] {
    const reason = value === undefined ? undefined : reasonOf(value);
    return reason === undefined ? [] : [{ propertyPath, reason }];
}

function numberReason(value: unknown, unit: string, most: number): string | undefined {
    if (typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= most) return undefined;
    return `${shown(value)} is not a whole number of ${unit} from 0 to ${most}`;
}
