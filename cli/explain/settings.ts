import { describeTiming } from "../../core/describeTiming";
import { resolveSettings, type WantedSettings } from "../../core/resolve";
import type { ClientSettings, KernelSettings, Problem, ServerSettings } from "../../core/settings";
import { validateKnown, validateSettings } from "../../core/validate";
import { exitCodes } from "../exitCodes";
import type { Output } from "../output";
import { asJson } from "../tables";
import { filesFor, filesText } from "./files";
import type { ExplainOptions } from "./options";
import { isSound, reportText } from "./report";

/** Explains settings from the command line. Answers the exit code. */
export function explainSettings(options: ExplainOptions, { out, err }: Output): number {
    const wanted = wantedSettings(options);
    // Values that cannot be right alone cannot be explained; values that contradict each other can, and are.
    const problems = validateSettings(wanted, { openssh: options.openssh });
    if (validateKnown(wanted).length > 0) {
        if (options.json) out(asJson({ problems }));
        else err(problemsText(problems));
        return exitCodes.problems;
    }
    const { server, kernel, client, notes } = resolveSettings(wanted);
    const pasted = { server, kernel, client: clientToPaste(server, client, wanted.client !== undefined) };
    const conditions = { openssh: options.openssh, tcpRetries2: options.tcpRetries2, networkPath: options.path };
    // Clients count for the path only where somebody says that they have these settings.
    const timing = describeTiming({ server, kernel, client: wanted.client && client }, conditions);
    const clientTiming = describeTiming({ client: pasted.client }, conditions);
    const files = filesFor(pasted);
    if (options.json) {
        out(
            asJson({
                settings: pasted,
                notes,
                problems,
                timing,
                client: clientTiming,
                ...(options.files ? { files } : {}),
            }),
        );
    } else {
        out(reportText(pasted, timing, clientTiming, notes));
        if (options.files) out(`\n${filesText(files)}`);
        if (problems.length > 0) err(`\n${problemsText(problems)}`);
    }
    return problems.length === 0 && isSound(timing) ? exitCodes.ok : exitCodes.problems;
}

function wantedSettings(options: ExplainOptions): WantedSettings {
    const server = given<ServerSettings>({
        tcpKeepAlive: options.tcpKeepalive,
        clientAliveInterval: options.interval,
        clientAliveCountMax: options.count,
        channelTimeout: options.channelTimeout,
        unusedConnectionTimeout: options.unusedConnectionTimeout,
    });
    const kernel = given<KernelSettings>({
        time: options.kernelTime,
        interval: options.kernelInterval,
        probes: options.kernelProbes,
    });
    const client = given<ClientSettings>({
        tcpKeepAlive: undefined,
        serverAliveInterval: options.clientInterval,
        serverAliveCountMax: options.clientCount,
    });
    return { profile: options.profile, networkPath: options.path, server, kernel, client };
}

/** The properties that have a value; undefined where none has, because an empty group would count as asked for. */
function given<Settings>(values: { [Property in keyof Settings]-?: Settings[Property] | undefined }):
    Settings | undefined {
    const entries = Object.entries(values).filter(([, value]) => value !== undefined);
    return entries.length === 0 ? undefined : (Object.fromEntries(entries) as Settings);
}

// A client that asks as often as the server keeps the path open where the server's settings do not reach. What is
// switched off on the server says nothing about clients.
function clientToPaste(server: ServerSettings, client: ClientSettings, explicit: boolean): ClientSettings {
    const { tcpKeepAlive, clientAliveInterval: interval = 0, clientAliveCountMax: count } = server;
    if (explicit || client.serverAliveInterval !== undefined || interval === 0) return client;
    return {
        ...(tcpKeepAlive ? { tcpKeepAlive } : {}),
        serverAliveInterval: interval,
        ...(count === undefined ? {} : { serverAliveCountMax: count }),
    };
}

function problemsText(problems: readonly Problem[]): string {
    return problems.map(({ propertyPath, reason }) => `Problem: ${propertyPath}: ${reason}.\n`).join("");
}
