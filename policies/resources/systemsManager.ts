import { isRecord } from "../../core/records";
import type { ConfigReading } from "../parsers/configFiles";
import { readCommands, readForeign } from "../parsers/read";
import type { Resource, Statement } from "./types";

/** The commands that Systems Manager runs: an association's parameters, a maintenance window's task. */
export function systemsManagerStatements({ type, props }: Resource): Statement[] {
    if (/^aws(-native)?:ssm(\/association)?:Association$/.test(type) && isRecord(props.parameters))
        return commandStatements("parameters.commands", props.name, linesOf(props.parameters.commands));

    if (/^aws(-native)?:ssm(\/maintenanceWindowTask)?:MaintenanceWindowTask$/.test(type)) {
        const where = "taskInvocationParameters.runCommandParameters.parameters";
        return commandStatements(where, props.taskArn, taskLines(props));
    }
    return [];
}

function commandStatements(where: string, document: unknown, lines: readonly string[]): Statement[] {
    if (lines.length === 0) return [];

    // Another document may do anything with its commands; documents for sshd normally run them in a shell.
    const readings: readonly ConfigReading[] = /PowerShell/i.test(String(document))
        ? readForeign(lines.join("\n"), "PowerShell")
        : readCommands(lines);
    return readings.map((reading) => ({ where, ...reading }));
}

/** A list of lines, or the single string of aws:ssm. */
function linesOf(value: unknown): string[] {
    const lines = Array.isArray(value) ? (value as unknown[]) : [value];
    return lines.every((line) => typeof line === "string") ? lines : [];
}

function taskLines({ taskInvocationParameters }: Record<string, unknown>): string[] {
    const task = isRecord(taskInvocationParameters) ? taskInvocationParameters : {};
    const command = isRecord(task.runCommandParameters)
        ? task.runCommandParameters
        : task.maintenanceWindowRunCommandParameters;
    const parameters = isRecord(command) ? command.parameters : undefined;
    if (isRecord(parameters)) return linesOf(parameters.commands);

    const named = Array.isArray(parameters) ? (parameters as unknown[]).filter(isRecord) : [];
    return named.filter(({ name }) => name === "commands").flatMap(({ values }) => linesOf(values));
}
