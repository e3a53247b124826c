import { isRecord } from "../../core/records";
import { maxDepth } from "./budget";
import { optionsOfProgram } from "./shell/state/options";
import { distinct, type Shell } from "./shell/state/shell";
import { withoutTemplates } from "./templates";
import { namesSetting } from "./text";
import { readYaml } from "./yaml";

type Parameters = (name: string) => string | undefined;

/**
 * Simulates the shell scripts of an SSM document: `runCommand` lists of aws:runShellScript, in schema 1.2 and 2.x, and
 * `commands` that an automation passes to AWS-RunShellScript. JSON is read as YAML. Parameters have their defaults.
 */
export function simulateSsmDocument(content: string, shell: Shell): Shell[] {
    const document = readYaml(content, shell.budget);
    if (document === undefined && namesSetting(content))
        shell.files.unread.add("a document that is neither JSON nor YAML");

    const defaults = isRecord(document) && isRecord(document.parameters) ? document.parameters : {};
    return simulateNode(document, [shell], 0, (name) => {
        const parameter = Object.hasOwn(defaults, name) ? defaults[name] : undefined;
        const value = isRecord(parameter) ? parameter.default : undefined;
        const lines = Array.isArray(value) ? (value as unknown[]) : [value];
        const isText = lines.every((line) => typeof line === "string" || typeof line === "number");
        return isText ? lines.join("\n") : undefined;
    });
}

function simulateNode(node: unknown, shells: Shell[], depth: number, parameters: Parameters): Shell[] {
    if (depth > maxDepth) return shells;

    shells[0]?.budget.step();
    if (Array.isArray(node))
        return node.reduce<Shell[]>((outcomes, each) => simulateNode(each, outcomes, depth + 1, parameters), shells);

    if (!isRecord(node)) return shells;

    if (isForPowerShell(node)) {
        if (namesSetting(JSON.stringify(node))) shells.forEach(({ files }) => files.unread.add("a step for Windows"));

        return shells;
    }
    if (hasUnreadAction(node)) return forgetWhatMayChange(node, shells);

    if (/^(Create|Append)File$/.test(String(node.action))) {
        writeFiles(node, shells);
        return shells;
    }
    return Object.entries(node).reduce((outcomes, [key, value]) => {
        if (key === "runCommand" || key === "commands")
            return simulateLines(value, outcomes, parameters, folderOf(node.workingDirectory));

        return key === "parameters" && depth === 0 ? outcomes : simulateNode(value, outcomes, depth + 1, parameters);
    }, shells);
}

/** Whether the node is a step that runs or writes something other than a shell script in the document. */
function hasUnreadAction({ action, inputs }: Record<string, unknown>): boolean {
    const { documentPath } = isRecord(inputs) ? inputs : {};
    return action === "aws:runDocument"
        ? !/(^|\/)AWS-RunShellScript$/.test(String(documentPath))
        : /^aws:(downloadContent|executeScript|runInstances|configurePackage|runDockerAction|createStack)$/.test(
              String(action),
          );
}

/** Downloaded content may be any file in its folder; another document may change any file. */
function forgetWhatMayChange(node: Record<string, unknown>, shells: Shell[]): Shell[] {
    const isDocument = node.action === "aws:runDocument";
    const folder = folderOf(isRecord(node.inputs) ? node.inputs.destinationPath : undefined);
    const why = `a step of the type ${String(node.action).replace(/^aws:/, "")}`;
    const names = namesSetting(JSON.stringify(node));
    for (const { files } of shells)
        files.markUnknown((path) => isDocument || (folder !== undefined && path.startsWith(folder)), why, names);

    return shells;
}

/** A relative folder is the agent's, and contains no relevant file. */
function folderOf(value: unknown): string | undefined {
    return typeof value === "string" && value.startsWith("/") ? value : undefined;
}

/** Whether the node is a step for Windows, in any form that documents use. */
function isForPowerShell(node: Record<string, unknown>): boolean {
    const inputs = isRecord(node.inputs) ? node.inputs : {};
    const { StringEquals: condition } = isRecord(node.precondition) ? node.precondition : {};
    return (
        (Array.isArray(condition) && condition.includes("platformType") && condition.includes("Windows")) ||
        /PowerShell/i.test(String(node.action)) ||
        "aws:runPowerShellScript" in node ||
        [inputs.DocumentName, inputs.documentName].some((name) => typeof name === "string" && /PowerShell/i.test(name))
    );
}

/** Simulates Image Builder's own actions that write files. */
function writeFiles({ action, inputs }: Record<string, unknown>, shells: readonly Shell[]): void {
    for (const file of Array.isArray(inputs) ? (inputs as unknown[]).filter(isRecord) : []) {
        const { path, content } = file;
        if (typeof path === "string" && typeof content === "string") {
            const kind = action === "AppendFile" ? "append" : "write";
            shells.forEach(({ files }) => files[kind](path, withoutTemplates(content)));
        }
    }
}

/** Simulates lines that the agent writes to one script. */
export function simulateLines(
    value: unknown,
    shells: Shell[],
    parameters: Parameters = () => undefined,
    folder?: string,
): Shell[] {
    const lines = Array.isArray(value) ? (value as unknown[]) : [value];
    if (!lines.every((line) => typeof line === "string")) return shells;

    const script = withoutTemplates(lines.join("\n"), parameters);
    return distinct(
        shells.flatMap((shell) => {
            const fresh = {
                ...shell,
                folder: folder ?? shell.folder,
                variables: shell.variables.environment(),
                functions: new Map(),
                ended: undefined,
                options: optionsOfProgram(script),
            };
            const outcomes = shell.interpreter.program(script, { ...fresh, output: "", input: "" });
            return outcomes.map((outcome) => ({ ...outcome, folder: shell.folder }));
        }),
    );
}
