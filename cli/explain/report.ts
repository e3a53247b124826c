/** The report as text: the answer, then the details. */
import { duration } from "../../core/duration";
import type { Answer } from "../../core/explain/answer";
import type { Origins } from "../../core/explain/origins";
import { settingLines } from "../../core/render/lines";
import type { PartialSettings, Settings } from "../../core/settings";
import type { HopReport, TimingReport } from "../../core/timing/report";
import { drawable, plainTerminal, type Terminal } from "../output";
import { marksFor, pairs, section, wrapped } from "../text";
import { timeline } from "./timeline";

/** The content of the report. */
export interface Report {
    readonly answer: Answer;
    readonly settings: PartialSettings;
    /** Headings of the settings of each end. */
    readonly titles: { readonly server: string; readonly client: string };
    readonly origins?: Origins;
    /** Both ends and the path between them. */
    readonly timing: TimingReport;
    /** The client's timing, where it does not count for the path. */
    readonly client?: TimingReport | undefined;
    /** Whether anything is known about the server; otherwise its sections are left out. */
    readonly hasServer?: boolean;
    readonly notes: readonly string[];
}

export function reportText(report: Report, terminal: Terminal = plainTerminal): string {
    const { timing, notes, titles, hasServer = true } = report;
    const marks = marksFor(terminal);
    const { columns } = terminal;
    const list = (lines: readonly string[]) => lines.map((line) => wrapped(line, columns, 2, 2)).join("\n");
    const client = report.client ?? timing;
    const part = (title: string, body: string, mark = marks.title) => section(title, body, mark, columns);
    const serverPart: typeof part = (title, body, mark) => (hasServer ? part(title, body, mark) : "");
    const text = [
        answerText(report.answer, terminal),
        part(titles.server, settingsText(report, ["server", "kernel"], columns)),
        part(titles.client, settingsText(report, ["client"], columns)),
        serverPart("What the server does", pairs(serverFacts(timing), columns)),
        part("What the client does", client.clientProbePeriod === null ? "" : pairs(clientFacts(client), columns)),
        serverPart("Network path", pairs(timing.hops.map(hopFact), columns)),
        serverPart("A session that goes silent at 0", indented(timeline(timing, terminal))),
        part("Notes", list(notes)),
        serverPart("Warnings", list(timing.warnings), marks.warning),
    ]
        .filter((part) => part !== "")
        .join("\n");
    return drawable(text, terminal);
}

function indented(lines: readonly string[]): string {
    return lines.map((line) => `  ${line}`.trimEnd()).join("\n");
}

/** Two sentences, and the action to take. */
function answerText({ ok, idle, dead, todo }: Answer, terminal: Terminal = plainTerminal): string {
    const marks = marksFor(terminal);
    const sign = terminal.unicode ? (ok ? "✔ " : "✗ ") : "";
    const first = `${sign}${idle}`;
    return [
        wrapped(ok ? marks.good(first) : marks.bad(first), terminal.columns),
        wrapped(dead, terminal.columns),
        todo.length === 0
            ? wrapped("To do: use these settings as they are.", terminal.columns)
            : ["To do:", ...todo.map((line) => wrapped(`- ${line}`, terminal.columns, 2, 2))].join("\n"),
        "",
    ].join("\n");
}

function settingsText(
    { settings, origins = {} }: Report,
    groups: readonly (keyof Settings)[],
    columns: number,
): string {
    const rows = groups.flatMap((group) =>
        settingLines(group, settings[group] ?? {}).map(
            ({ property, line }) => [line, origins[`${group}.${property}`] ?? ""] as const,
        ),
    );
    return pairs(rows, columns);
}

function serverFacts(timing: TimingReport): [string, string][] {
    const { probePeriod, probesStopAfter, healthySessionEnds, idleSessionsOnly, unusedConnectionEnds } = timing;
    const stops =
        probesStopAfter === null ? "" : `, until ${duration(probesStopAfter)} after the last exchange of keys`;
    const hung = `peer hung, kernel alive: ${idleSessionsOnly ? "idle session " : ""}ends after`;
    return [
        ["sshd probes a silent client", probePeriod === null ? "never" : `every ${duration(probePeriod)}${stops}`],
        ["peer unreachable (cable, NAT): ends after", duration(timing.endsUnreachable)],
        [hung, duration(timing.endsUnresponsive)],
        ...(healthySessionEnds === null
            ? []
            : [["healthy peer: an idle session ends after", duration(healthySessionEnds)] as [string, string]]),
        ["TCP keepalive alone would end it after", duration(timing.tcpKeepaliveEnds)],
        ["the kernel retransmits for", duration(timing.retransmissionLimit)],
        ["a user who does not type is logged out after", duration(timing.idleSessionEnds)],
        ...(unusedConnectionEnds === null
            ? []
            : [["a connection without channels ends after", duration(unusedConnectionEnds)] as [string, string]]),
    ];
}

function clientFacts(client: TimingReport): [string, string][] {
    const { clientProbePeriod, clientProbesStopAfter, clientIdleSessionsOnly } = client;
    const stops =
        clientProbesStopAfter === null
            ? ""
            : `, until ${duration(clientProbesStopAfter)} after the last exchange of keys`;
    return [
        ["ssh probes a silent server", `every ${duration(clientProbePeriod)}${stops}`],
        ["server unreachable: ssh ends after", duration(client.clientEndsUnreachable)],
        [
            `server hung: ${clientIdleSessionsOnly ? "ssh without typing" : "ssh"} ends after`,
            duration(client.clientEndsUnresponsive),
        ],
    ];
}

function hopFact({ title, idleTimeout, silence, survives, margin, endsAfter }: HopReport): [string, string] {
    const drops = `drops a silent connection after ${duration(idleTimeout)}`;
    if (silence === null) return [title, `${drops}; lost: no packets are sent`];
    if (survives && endsAfter !== undefined) return [title, `ends every connection after ${duration(endsAfter)}`];
    const next = `the longest silence is ${silence} s`;
    return [
        title,
        survives
            ? `${drops}; kept: ${next}, ${margin} s to spare`
            : `${drops}; lost: ${next}, ${-(margin ?? 0)} s too long`,
    ];
}
