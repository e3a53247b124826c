import { isDeepStrictEqual } from "node:util";
import { isUnset, type Reading } from "../parsers/reading";
import { hostCallOf, recognizeHostProgram } from "../parsers/shell/commands/hostProgram";
import { interpreter as shellInterpreter } from "../parsers/shell/run";
import { newShell } from "../parsers/shell/state/shell";
import { isOwnComponent, type Resource, type Statement } from "./types";

/**
 * Whether the resource runs exactly the host program of this project's components: the program and its arguments, and
 * nothing else. The arguments are not checked here.
 */
export function isOwnCommand({ parent, props }: Resource): boolean {
    const { create, update, stdin, interpreter } = props;
    if (!isOwnComponent(typeOf(parent)) || typeof stdin !== "string") return false;

    return (
        (interpreter === undefined || interpreter === null) &&
        [create, update].every((line) => {
            const call = typeof line === "string" ? hostCallOf(line, newShell(shellInterpreter)) : undefined;
            return typeof line !== "string" || recognizeHostProgram(call?.code ?? "", stdin) === "shipped";
        })
    );
}

/** The type in a URN, without those of its parents. */
function typeOf(urn = ""): string {
    return urn.split("::")[2]?.split("$").at(-1) ?? "";
}

/** The statements of each of this project's components, by URN. The engine checks a parent before its children. */
const componentStatements = new Map<string, readonly Statement[]>();

export function recordComponent({ type, urn }: Resource, statements: readonly Statement[]): void {
    if (isOwnComponent(type)) componentStatements.set(urn, statements);
}

/**
 * Whether the resource's parent, one of this project's components, states the same settings, so that checking its args
 * was enough. A child with different settings, such as one that a transform changed, is checked by itself.
 */
export function isStatedByComponent(resource: Resource, statement: Statement): boolean {
    const parentStatements = resource.parent === undefined ? undefined : componentStatements.get(resource.parent);
    if (parentStatements === undefined || statement.refused !== undefined) return false;

    if (statement.unread !== undefined && !isOwnCommand(resource)) return false;

    return parentStatements.some(
        (own) => isCovered(statement.server, own.server) && isCovered(statement.kernel, own.kernel),
    );
}

function isCovered<Settings extends object>(
    stated: Reading<Settings> | undefined,
    own: Reading<Settings> | undefined,
): boolean {
    const settings = Object.entries(stated?.settings ?? {});
    // A completely known file also sets the directives that it omits, to their defaults.
    const left = stated?.complete === true ? Object.keys(own?.settings ?? {}) : [];
    if (left.some((property) => isUnset(stated!, property as keyof Settings))) return false;

    return settings.every(
        ([property, value]) =>
            own !== undefined &&
            (own.unknown.has(property as keyof Settings) ||
                isDeepStrictEqual(value, own.settings[property as keyof Settings])),
    );
}
