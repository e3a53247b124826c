import { createHash } from "node:crypto";
import { Budget, maxLength, OverBudget } from "./budget";
import { simulateParts, simulateUserData, type UserDataPart } from "./cloudInit/userData";
import { type ConfigReading, readConfigFiles } from "./configFiles";
import { Files } from "./files";
import { interpreter } from "./shell/run";
import { newShell, type Shell } from "./shell/state/shell";
import { simulateLines, simulateSsmDocument } from "./ssmDocument";
import { namesSetting } from "./text";

/** What a script starts with: its working folder, its input, its environment, and the files already on the host. */
export interface ScriptContext {
    folder?: string;
    stdin?: string;
    environment?: Readonly<Record<string, string>>;
    files?: ReadonlyMap<string, string>;
}

/** Reads a script that the user's shell runs. */
export function readScript(script: string, context: ScriptContext = {}): readonly ConfigReading[] {
    return read(["script", script, JSON.stringify(context), ...(context.files ?? [])].flat(), (shell) =>
        interpreter.program(script, withContext(shell, context)),
    );
}

/** Reads a command line, such as an interpreter with the script as its last argument. */
export function readWords(words: readonly string[], context: ScriptContext = {}): readonly ConfigReading[] {
    return read(["words", ...words, JSON.stringify(context), ...(context.files ?? [])].flat(), (shell) =>
        interpreter.words(words, withContext(shell, context)),
    );
}

function withContext(shell: Shell, context: ScriptContext): Shell {
    const { folder = shell.folder, stdin = "", environment = {}, files = new Map<string, string>() } = context;
    for (const [name, value] of Object.entries(environment)) {
        shell.variables.set(name, value);
        shell.variables.export(name);
    }
    files.forEach((text, path) => shell.files.write(path, text));
    return { ...shell, folder, input: stdin };
}

/** Reads a file that is copied to a host unchanged. */
export function readFile(path: string, text: string): readonly ConfigReading[] {
    return read(["file", path, text], (shell) => {
        shell.files.write(path, text);
        return [shell];
    });
}

export function readUserData(text: string): readonly ConfigReading[] {
    return read(["userData", text], (shell) => simulateUserData(text, shell));
}

/** Reads the parts of a machine's user data, in cloud-init's order. */
export function readParts(parts: readonly UserDataPart[]): readonly ConfigReading[] {
    const key = parts.flatMap(({ type, text }) => [type, text]);
    return read(["parts", ...key], (shell) => simulateParts(parts, shell));
}

/** Reads a document of EC2 Image Builder, whose steps have the format of Systems Manager documents. */
export const readImageBuilder = readSsmDocument;

export function readSsmDocument(text: string): readonly ConfigReading[] {
    return read(["ssm", text], (shell) => simulateSsmDocument(text, shell));
}

/** Reads the commands that are passed to one of Systems Manager's own documents. */
export function readCommands(lines: readonly string[]): readonly ConfigReading[] {
    return read(["commands", ...lines], (shell) => simulateLines(lines, [shell]));
}

/** Reads text in an unsupported language, which may do anything. */
export function readForeign(text: string, language: string): readonly ConfigReading[] {
    return namesSetting(text) ? [{ unread: [language] }] : [];
}

/**
 * The cache of readings: every rule needs the same ones. Readings are small, but a substring keeps its whole text in
 * memory, so only the most recent are kept.
 */
const cached = new Map<string, readonly ConfigReading[]>();
const maxCached = 1000;

/** Reads a text once for all rules. An error, or an exceeded budget, makes the text unknown. */
function read(key: readonly string[], simulate: (shell: Shell) => Shell[]): readonly ConfigReading[] {
    const hash = createHash("sha256");
    key.forEach((each) => hash.update(`${each.length}:`).update(each));
    const digest = hash.digest("base64");
    const before = cached.get(digest);
    if (before !== undefined) return before;

    const result = readOrUnknown(key, simulate);
    if (cached.size >= maxCached) cached.delete(cached.keys().next().value!);

    cached.set(digest, result);
    return result;
}

function readOrUnknown(key: readonly string[], simulate: (shell: Shell) => Shell[]): readonly ConfigReading[] {
    try {
        if (key.some((text) => text.length > maxLength)) throw new OverBudget("too long");

        const shells = simulate(newShell(interpreter, new Files(), new Budget()));
        return unique(shells.flatMap(readingsOf));
    } catch (error) {
        // Every error is caught: a rule that throws would stop the pipeline of a user whose program is correct.
        const why =
            error instanceof OverBudget ? `the parser's limits: ${error.message}` : "an internal error of the parser";
        return key.some((text) => namesSetting(text.slice(0, 2_000_000))) ? [{ unread: [why] }] : [];
    }
}

/** A script that ends with an error may have skipped commands, so no setting is known to be missing. */
function readingsOf({ files, ended, budget }: Shell): ConfigReading[] {
    const readings = readConfigFiles(files, budget);
    return ended !== "failed"
        ? readings
        : readings.map(({ server, ...rest }) =>
              server === undefined ? rest : { ...rest, server: { ...server, complete: false } },
          );
}

function unique(readings: readonly ConfigReading[]): ConfigReading[] {
    const keyed = readings.map((reading): [string, ConfigReading] => {
        const key = JSON.stringify(reading, (_, value: unknown) => (value instanceof Set ? [...value] : value));
        return [key, reading];
    });
    return [...new Map(keyed).values()].filter((reading) => Object.keys(reading).length > 0);
}
