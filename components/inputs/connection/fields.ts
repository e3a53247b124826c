import { shown } from "../../../core/validate/shown";
import { wholeNumberReason } from "../../../core/validate/value";
import { addressReason, userReason } from "./address";
import { becomeNames } from "./become";
import { parseHostKey } from "./hostKey";
import { keyFormFault } from "./keyForm";

/** Why a field's value is wrong; undefined if it is right. It must never quote a secret. */
export type FieldRule = (value: unknown) => string | undefined;

/** The fields of a bastion's connection, one row per field. */
export const bastionFields: Readonly<Record<string, FieldRule>> = {
    host: addressReason,
    port: wholeNumber(1, 65_535),
    user: userReason,
    privateKey: keyFormFault,
    privateKeyPassword: secretText,
    password: (value) => secretText(value) ?? lineBreakIn(value),
    agentSocketPath: socketPath,
    hostKey: (value) => {
        const key = parseHostKey(value);
        return typeof key === "string" ? key : undefined;
    },
    dialErrorLimit: wholeNumber(-1, 1_000_000),
    perDialTimeout: wholeNumber(0, 86_400),
};

/** The fields of a host. */
export const hostFields: Readonly<Record<string, FieldRule>> = {
    ...bastionFields,
    proxy: () => undefined, // its own fields are checked one by one
    become: (value) => {
        if (typeof value === "string" && becomeNames.includes(value)) return undefined;
        return `${shown(value)} is not a way to become root; write ${becomeNames.map((name) => `"${name}"`).join(", ")}`;
    },
};

/** The fields that are secrets: kept out of the component's own inputs, of logs and of errors. */
export const secretFields: readonly string[] = ["privateKey", "privateKeyPassword", "password"];

function wholeNumber(min: number, max: number): FieldRule {
    return (value) => wholeNumberReason(value, min, max);
}

function secretText(value: unknown): string | undefined {
    return typeof value === "string" && value !== ""
        ? undefined
        : "this is not a string, or is empty; leave the field out instead";
}

/** Nobody can type one at a log-in. */
function lineBreakIn(value: unknown): string | undefined {
    if (!/[\r\n\0]/.test(String(value))) return undefined;
    return "this has a line break, as the text of a whole file has; give the password alone, for example of text.trim()";
}

function socketPath(value: unknown): string | undefined {
    if (typeof value === "string" && /^[^\s\p{Cc}-][^\p{Cc}]*$/u.test(value)) return undefined;
    return `${shown(value)} is not the path of a socket; write one, as a string`;
}
