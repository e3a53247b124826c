import { isRecord } from "../../../core/records";
import type { Problem } from "../../../core/settings";
import { didYouMean } from "../../../core/suggest";
import type { FieldRule } from "./fields";
import { later, privateKeyFault } from "./privateKey";

/**
 * Everything that is wrong with the connection to a host or to a bastion.
 *
 * @param path of the connection, for the errors
 * @param rules of its fields
 * @param awaits whether a field, or without an argument the whole, comes later
 */
export function connectionProblems(
    path: string,
    connection: unknown,
    rules: Readonly<Record<string, FieldRule>>,
    awaits: (...field: string[]) => boolean,
): Problem[] {
    if (!isRecord(connection)) {
        // The value is not shown, because it may be a key.
        return [{ propertyPath: path, reason: "is not an object; write { host: … }" }];
    }
    const known = Object.keys(rules);
    const alone = Object.entries(connection).flatMap(([field, value]) => {
        const rule = Object.hasOwn(rules, field) ? rules[field] : undefined;
        if (value === undefined) return [];
        const reason =
            rule === undefined
                ? `there is no such field${didYouMean(field, known) || `; known: ${known.join(", ")}`}`
                : rule(value);
        return reason === undefined ? [] : [{ propertyPath: `${path}.${field}`, reason }];
    });
    return [...alone, ...credentialProblems(path, connection, awaits, alone)];
}

/** What is wrong with a key and its passphrase together; also whether there are no credentials at all. */
function credentialProblems(
    path: string,
    { privateKey, privateKeyPassword, password, agentSocketPath }: Record<string, unknown>,
    awaits: (...field: string[]) => boolean,
    found: readonly Problem[],
): Problem[] {
    if (found.some(({ propertyPath }) => propertyPath.startsWith(`${path}.privateKey`))) return [];
    if (privateKey !== undefined) {
        const fault = privateKeyFault(privateKey, awaits("privateKeyPassword") ? later : privateKeyPassword);
        return fault === undefined ? [] : [{ propertyPath: `${path}.${fault.field}`, reason: fault.reason }];
    }
    const ways = [password, agentSocketPath, process.env["SSH_AUTH_SOCK"] || undefined];
    if (ways.some((way) => way !== undefined)) return [];
    if (["privateKey", "password", "agentSocketPath"].some((field) => awaits(field))) return [];
    return [{ propertyPath: `${path}.privateKey`, reason: nothingToLogInWith }];
}

const nothingToLogInWith =
    "is missing, and so are a password and an SSH agent (SSH_AUTH_SOCK is not set); give the text of a private key, " +
    "or a password, or start an agent (a host that asks for neither, as with Tailscale SSH, takes any password)";
