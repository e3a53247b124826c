import { isRecord } from "../../core/validate/shape";
import { optionsOfProgram } from "./shell/options";
import { distinct, type Shell } from "./shell/state";
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
    const defaults = isRecord(document) && isRecord(document.parameters) ? document.parameters : {};
    return simulateNode(document, [shell], 0, (name) => {
        const parameter = Object.hasOwn(defaults, name) ? defaults[name] : undefined;
        const value = isRecord(parameter) ? parameter.default : undefined;
        return typeof value === "string" || typeof value === "number" ? String(value) : undefined;
    });
}

function simulateNode(node: unknown, shells: Shell[], depth: number, parameters: Parameters): Shell[] {
    if (depth > 12) return shells;

    shells[0]?.budget.step();
    if (Array.isArray(node))
        return node.reduce<Shell[]>((ways, each) => simulateNode(each, ways, depth + 1, parameters), shells);

    if (!isRecord(node)) return shells;

    if (isForPowerShell(node)) {
        if (namesSetting(JSON.stringify(node))) shells.forEach(({ files }) => files.unread.add("PowerShell"));

        return shells;
    }
    if (/^(Create|Append)File$/.test(String(node.action))) {
        writeFiles(node, shells);
        return shells;
    }
    return Object.entries(node).reduce((ways, [key, value]) => {
        if (key === "runCommand" || key === "commands") return simulateLines(value, ways, parameters);

        return key === "parameters" && depth === 0 ? ways : simulateNode(value, ways, depth + 1, parameters);
    }, shells);
}

/** Whether the node is a PowerShell step, in any of the forms that documents use. */
function isForPowerShell(node: Record<string, unknown>): boolean {
    const inputs = isRecord(node.inputs) ? node.inputs : {};
    return (
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

/** The lines are one script: the agent writes them to one file. */
export function simulateLines(value: unknown, shells: Shell[], parameters: Parameters = () => undefined): Shell[] {
    const lines = Array.isArray(value) ? (value as unknown[]) : [value];
    if (!lines.every((line) => typeof line === "string")) return shells;

    const script = withoutTemplates(lines.join("\n"), parameters);
    return distinct(
        shells.flatMap((shell) => {
            const fresh = {
                ...shell,
                variables: shell.variables.environment(),
                functions: new Map(),
                ended: undefined,
                options: optionsOfProgram(script),
            };
            return shell.interpreter.program(script, { ...fresh, output: "", input: "" });
        }),
    );
}
