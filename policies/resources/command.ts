import { unknownText } from "../parsers/unknown";
import { notYetKnown } from "./known";
import { readScript } from "./texts";
import type { Statement, Resource } from "./types";

const shells = /(^|\/)(ba|da|a|k|mk|z)?sh$/;

/** What `create` and `update` of a Command do to configuration files; `delete` undoes, and is not judged. */
export function commandStatements({ type, props }: Resource): Statement[] {
    if (!/^command:(local|remote):Command$/.test(type) || !runsInShell(props.interpreter)) {
        return [];
    }
    const stdin = typeof props.stdin === "string" ? props.stdin : props.stdin === notYetKnown ? unknownText : "";
    return (["create", "update"] as const)
        .filter((verb) => typeof props[verb] === "string" && (verb === "create" || props.update !== props.create))
        .map((verb) => ({ where: verb, ...readScript(props[verb] as string, stdin) }));
}

/** A Command without an interpreter runs in the shell; one with another interpreter is no shell script. */
function runsInShell(interpreter: unknown): boolean {
    if (!Array.isArray(interpreter) || interpreter.length === 0) {
        return interpreter !== notYetKnown;
    }
    const words = interpreter as unknown[];
    return words.some((word) => typeof word === "string" && shells.test(word));
}
