import { isRecord } from "../../core/validate/shape";
import { readYaml, withoutTemplates } from "./cloudInit";
import { Files } from "./files";
import { newShell, runScript } from "./shell/run";

/**
 * Notes what the shell scripts of an SSM document write to which file: `runCommand` lists of aws:runShellScript, in
 * schema 1.2 and 2.x, and `commands` that an automation hands to AWS-RunShellScript. JSON is YAML too.
 */
export function followSsmDocument(content: string, files = new Files()): Files {
    followNode(readYaml(content), files, 0);
    return files;
}

function followNode(node: unknown, files: Files, depth: number): void {
    if (depth > 12) {
        return;
    }
    if (Array.isArray(node)) {
        node.forEach((each) => followNode(each, files, depth + 1));
    } else if (isRecord(node)) {
        for (const [key, value] of Object.entries(node)) {
            if (key === "runCommand" || key === "commands") {
                followLines(value, files);
            } else if (key !== "aws:runPowerShellScript" && node.action !== "aws:runPowerShellScript") {
                followNode(value, files, depth + 1);
            }
        }
    }
}

/** The lines are one script: the agent writes them to one file. */
export function followLines(value: unknown, files: Files): void {
    const lines = Array.isArray(value) ? (value as unknown[]) : [value];
    if (lines.every((line) => typeof line === "string")) {
        runScript(withoutTemplates(lines.join("\n")), "", newShell(files));
    }
}
