import { isRecord } from "../../core/records";
import { readScript, readWords, type ScriptContext } from "../parsers/read";
import { unknownText } from "../parsers/unknown";
import { copiedTo } from "./copied";
import { notYetKnown } from "./known";
import type { Resource, Statement } from "./types";

/** What `create` and `update` of a Command do to configuration files; `delete` undoes that, and is not checked. */
export function commandStatements({ type, props }: Resource): Statement[] {
    if (!/^command:(local|remote):Command$/.test(type)) return [];

    const context: ScriptContext = {
        stdin: textOf(props.stdin) ?? "",
        ...folderOf(props.dir),
        environment: environmentOf(props.environment),
        ...(type === "command:remote:Command" ? { files: copiedTo(props.connection) } : {}),
    };
    return (["create", "update"] as const)
        .filter((verb) => typeof props[verb] === "string" && (verb === "create" || props.update !== props.create))
        .flatMap((verb) =>
            readCommand(props[verb] as string, props.interpreter, context).map((each) => ({ where: verb, ...each })),
        );
}

/** A Command without an interpreter runs in the shell; otherwise its text is the interpreter's last argument. */
function readCommand(script: string, interpreter: unknown, context: ScriptContext): ReturnType<typeof readScript> {
    if (interpreter === notYetKnown) return readWords([unknownText, script], context);

    const words = (Array.isArray(interpreter) ? (interpreter as unknown[]) : []).map((word) => textOf(word) ?? "");
    return words.length === 0 ? readScript(script, context) : readWords([...words, script], context);
}

/** A command on this machine starts in its `dir`; a relative one is in the program's folder, and names no relevant file. */
function folderOf(dir: unknown): Pick<ScriptContext, "folder"> {
    const folder = textOf(dir);
    return folder?.startsWith("/") === true || folder === unknownText ? { folder } : {};
}

/** Represents a value that is not known yet by an unknown piece. */
function textOf(value: unknown): string | undefined {
    return value === notYetKnown ? unknownText : typeof value === "string" ? value : undefined;
}

function environmentOf(value: unknown): Record<string, string> {
    const entries = isRecord(value) ? Object.entries(value) : [];
    return Object.fromEntries(entries.map(([name, each]) => [name, textOf(each) ?? unknownText]));
}
