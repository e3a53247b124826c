import { followUserData } from "../parsers/cloudInit";
import { type ConfigReading, readConfigFiles } from "../parsers/configFiles";
import { Files } from "../parsers/files";
import { newShell, runScript } from "../parsers/shell/run";
import { followLines, followSsmDocument } from "../parsers/ssmDocument";
import { mayState } from "../parsers/text";

/** What a text states. Every rule asks for the same texts, so the last ones are remembered. */
const remembered = new Map<string, ConfigReading>();
const [most, longest] = [256, 100_000];

function read(kind: string, texts: readonly string[], follow: () => Files): ConfigReading {
    const key = [kind, ...texts].join("\0");
    const before = remembered.get(key);
    if (before !== undefined) {
        return before;
    }
    const result = texts.some(mayState) ? readConfigFiles(follow()) : {};
    if (key.length <= longest) {
        if (remembered.size >= most) {
            remembered.delete(remembered.keys().next().value!);
        }
        remembered.set(key, result);
    }
    return result;
}

/** A shell script and what it reads. */
export function readScript(script: string, stdin: string): ConfigReading {
    return read("script", [script, stdin], () => {
        const shell = newShell();
        runScript(script, stdin, shell);
        return shell.files;
    });
}

/** A file that is put on a host as it is. */
export function readFile(path: string, text: string): ConfigReading {
    return read("file", [path, text], () => {
        const files = new Files();
        files.write(path, text);
        return files;
    });
}

export function readUserData(text: string): ConfigReading {
    return read("userData", [text], () => followUserData(text));
}

export function readSsmDocument(text: string): ConfigReading {
    return read("ssm", [text], () => followSsmDocument(text));
}

/** The commands that an SSM association hands to its document. */
export function readCommands(lines: string): ConfigReading {
    return read("commands", [lines], () => {
        const files = new Files();
        followLines(lines, files);
        return files;
    });
}
