import { writeFileSync } from "node:fs";
import { type ExplainConditions, explain } from "../../core/explain/explanation";
import { parseOpenSshVersion } from "../../core/openssh";
import type { WantedSettings } from "../../core/resolve";
import type { ClientSettings, KernelSettings, ServerSettings } from "../../core/settings";
import { exitCodes } from "../exitCodes";
import type { Output } from "../output";
import { asJson } from "../tables";
import { pageFor } from "../webpage/html";
import { filesText, writeFiles } from "./files";
import type { ExplainOptions } from "./options";
import { problemsText } from "./problems";
import { reportText } from "./report";

/** Explains settings from the command line. Returns the exit code. */
export function explainSettings(options: ExplainOptions, { out, err, terminal }: Output): number {
    const wanted = wantedSettings(options);
    const explanation = explain(wanted, conditionsOf(options));
    if (!("answer" in explanation)) {
        if (options.json) out(asJson(explanation));
        else err(problemsText(explanation.problems, terminal));
        return exitCodes.problems;
    }
    const { files, ...explained } = explanation;
    if (options.json) {
        out(asJson(options.files ? explanation : explained));
    } else {
        const { answer, settings, origins, notes, timing, client } = explained;
        const titles = { server: serverTitle(options.openssh), client: "Settings of the client" };
        out(reportText({ answer, settings, origins, titles, timing, client, notes }, terminal));
        if (options.files && options.write === undefined) out(`\n${filesText(files, terminal)}`);
    }
    return reportErrors(
        options,
        () => {
            if (options.write !== undefined) err(writtenText(writeFiles(files, options.write)));
            if (options.html !== undefined) {
                writeFileSync(options.html, pageFor({ wanted, conditions: conditionsOf(options) }));
                err(writtenText([options.html]));
            }
            return explanation.answer.ok ? exitCodes.ok : exitCodes.problems;
        },
        err,
    );
}

function reportErrors(options: ExplainOptions, write: () => number, err: Output["err"]): number {
    try {
        return write();
    } catch (error) {
        const option = options.html === undefined ? `--write ${options.write}` : `--html ${options.html}`;
        err(`Problem: ${option}: ${(error as Error).message}.\n`);
        return exitCodes.problems;
    }
}

function writtenText(files: readonly string[]): string {
    return files.map((file) => `Wrote ${file}\n`).join("") || "Wrote nothing: these settings need no files.\n";
}

function serverTitle(openssh: string | undefined): string {
    const version = openssh === undefined ? undefined : parseOpenSshVersion(openssh);
    if (version === undefined) return "Settings of the server, on any OpenSSH version (--openssh selects one)";
    return `Settings of the server, on OpenSSH ${version.major}.${version.minor}`;
}

/** The environment that the options describe. */
function conditionsOf(options: ExplainOptions): ExplainConditions {
    const { openssh, clientOpenssh, tcpRetries2, puttySession } = options;
    const rekeyInterval = options.rekeyLimit;
    const clientRekeyInterval = options.clientRekeyLimit;
    return { openssh, clientOpenssh, rekeyInterval, clientRekeyInterval, tcpRetries2, puttySession };
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

/** The properties that have a value; undefined if none has, because an empty group would count as requested. */
function given<Settings>(values: { [Property in keyof Settings]-?: Settings[Property] | undefined }):
    Settings | undefined {
    const entries = Object.entries(values).filter(([, value]) => value !== undefined);
    return entries.length === 0 ? undefined : (Object.fromEntries(entries) as Settings);
}
