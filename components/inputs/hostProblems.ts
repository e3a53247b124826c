import type { Problem } from "../../core/settings";
import { didYouMean } from "../../core/suggest";
import { shown } from "../../core/validate/shown";
import { becomeNames } from "../remote/commandLine";
import { isRecord } from "../../core/validate/shape";

/** What is wrong with a field's value; undefined if nothing is. It must never quote a secret. */
type Rule = (value: unknown) => string | undefined;

/** The fields of a connection, one row a field. */
const connectionRules: Readonly<Record<string, Rule>> = {
    host: word("an address or a host name"),
    port: wholeNumber(1, 65_535),
    user: word("a user name"),
    privateKey,
    privateKeyPassword: secretText,
    password: secretText,
    agentSocketPath: word("the path of a socket"),
    hostKey,
    dialErrorLimit: wholeNumber(-1, 1_000_000),
    perDialTimeout: wholeNumber(0, 86_400),
};

const hostRules: Readonly<Record<string, Rule>> = {
    ...connectionRules,
    proxy: () => undefined, // its own fields are judged one by one
    become: (value) => {
        if (typeof value === "string" && becomeNames.includes(value)) return undefined;
        return `${shown(value)} is no way to become root; write ${becomeNames.map((name) => `"${name}"`).join(", ")}`;
    },
};

/** The fields that are secrets: kept out of the component's own inputs, of logs and of errors. */
export const secretFields: readonly string[] = ["privateKey", "privateKeyPassword", "password"];

/** Names of hosts become names of resources. */
const hostName = /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/;

/** Everything that is wrong with `hosts`, looking only at what is there: missing leaves may come later. */
export function hostProblems(hosts: unknown): Problem[] {
    if (hosts === undefined) {
        // So does an output look here, whose names nobody could show in a preview.
        const reason =
            "is missing, or an output; write { web1: { host: … } }, in which only what follows a name may come later";
        return [{ propertyPath: "hosts", reason }];
    }
    if (!isRecord(hosts)) {
        return [{ propertyPath: "hosts", reason: `${shown(hosts)} is not an object; write { web1: { host: … } }` }];
    }
    return Object.entries(hosts).flatMap(([name, host]) => {
        const path = hostPath(name);
        if (!hostName.test(name)) {
            const reason =
                "this name does not suit a resource; use letters, digits, '.', '_' and '-', at most 63, not '.', '_' or '-' first";
            return [{ propertyPath: path, reason }];
        }
        return host === undefined ? [] : oneHostProblems(path, host);
    });
}

function oneHostProblems(path: string, host: unknown): Problem[] {
    const problems = fieldProblems(path, host, hostRules);
    if (!isRecord(host) || host.proxy === undefined) return problems;
    return [...problems, ...fieldProblems(`${path}.proxy`, host.proxy, connectionRules)];
}

/**
 * What can only be said when all leaves are known: a host without an address, and one host under two names.
 *
 * @param perUser whether another user on the same host is another one to care for
 */
export function completeHostProblems(hosts: Record<string, unknown>, perUser = false): Problem[] {
    const missing = Object.entries(hosts).flatMap(([name, host]) =>
        [
            { path: hostPath(name), part: host },
            { path: `${hostPath(name)}.proxy`, part: isRecord(host) ? (host.proxy ?? { host: "" }) : undefined },
        ]
            .filter(({ part }) => isRecord(part) && part.host === undefined)
            .map(({ path }) => ({
                propertyPath: `${path}.host`,
                reason: "is missing; write the address or name to connect to",
            })),
    );
    return [...missing, ...duplicates(hosts, perUser)];
}

function duplicates(hosts: Record<string, unknown>, perUser: boolean): Problem[] {
    const seen = new Map<string, string>();
    return Object.entries(hosts).flatMap(([name, host]) => {
        if (!isRecord(host) || host.host === undefined) return [];
        const proxy = isRecord(host.proxy) ? [host.proxy.host, host.proxy.port ?? 22] : [];
        const user = perUser ? [host.user ?? "root", host.become ?? "none"] : [];
        const address = JSON.stringify([host.host, host.port ?? 22, ...user, ...proxy]);
        const first = seen.get(address);
        if (first === undefined) {
            seen.set(address, name);
            return [];
        }
        const what = perUser ? "host and user are those of" : `${shown(host.host)} is the host`;
        const reason = `${what} "${first}" already; give each host one name`;
        return [{ propertyPath: `${hostPath(name)}.host`, reason }];
    });
}

function hostPath(name: string): string {
    return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? `hosts.${name}` : `hosts[${JSON.stringify(name)}]`;
}

function fieldProblems(path: string, fields: unknown, rules: Readonly<Record<string, Rule>>): Problem[] {
    if (!isRecord(fields)) {
        // Not even a hint of the value: somebody may have put a key here.
        return [{ propertyPath: path, reason: "is not an object; write { host: … }" }];
    }
    const known = Object.keys(rules);
    return Object.entries(fields).flatMap(([field, value]) => {
        const rule = Object.hasOwn(rules, field) ? rules[field] : undefined;
        if (value === undefined) return [];
        const reason =
            rule === undefined
                ? `there is no such field${didYouMean(field, known) || `; known: ${known.join(", ")}`}`
                : rule(value);
        return reason === undefined ? [] : [{ propertyPath: `${path}.${field}`, reason }];
    });
}

// ---- rules -----------------------------------------------------------------------------------------------------

function word(what: string): Rule {
    return (value) => {
        // No blanks, control characters or a leading hyphen: nothing of this kind has them.
        if (typeof value === "string" && /^[^\s\p{Cc}-][^\s\p{Cc}]*$/u.test(value)) return undefined;
        return `${shown(value)} is not ${what}; write one without blanks, as a string`;
    };
}

function wholeNumber(min: number, max: number): Rule {
    return (value) => {
        if (typeof value === "number" && Number.isInteger(value) && value >= min && value <= max) return undefined;
        return `${shown(value)} is not a whole number from ${min} to ${max}; write one, as a number`;
    };
}

function privateKey(value: unknown): string | undefined {
    if (typeof value === "string" && /-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----/.test(value)) return undefined;
    if (typeof value === "string" && /PUBLIC KEY|^ssh-|^ecdsa-/.test(value))
        return "this is a public key; give the private one";
    if (typeof value === "string" && /^[~/.\w][^\n]{0,255}$/.test(value)) {
        return 'this looks like the path of a key; give the key\'s text, for example of readFileSync(path, "utf8")';
    }
    return "this is not the text of a private key; give the whole file, from -----BEGIN to -----END";
}

function secretText(value: unknown): string | undefined {
    return typeof value === "string" && value !== ""
        ? undefined
        : "this is not a string, or an empty one; leave it out instead";
}

function hostKey(value: unknown): string | undefined {
    if (typeof value === "string" && /^(ssh-|ecdsa-|sk-)[\w@.-]+ [A-Za-z0-9+/]+=*( [^\n]*)?\s*$/.test(value))
        return undefined;
    return `${shown(value)} is not a public key; write type and key, such as the last two words of a line that ssh-keyscan prints`;
}
