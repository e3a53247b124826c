import * as fs from "node:fs";

/** An event of the engine. A diagnostic concerns a resource or the stack. */
export interface EngineEvent {
    readonly resourcePreEvent?: { readonly metadata: StepMetadata; readonly planning?: boolean };
    readonly resOutputsEvent?: { readonly metadata: StepMetadata };
    readonly resOpFailedEvent?: { readonly metadata: StepMetadata };
    readonly diagnosticEvent?: { readonly urn?: string; readonly severity: string; readonly message: string };
    readonly summaryEvent?: { readonly durationSeconds: number; readonly resourceChanges: Record<string, number> };
}

interface StepMetadata {
    readonly op: string;
    readonly urn: string;
    readonly type: string;
    readonly diffs?: readonly string[];
    readonly detailedDiff?: Readonly<Record<string, { readonly diffKind: string }>> | null;
}

/** Reads an event log, which has one JSON object per line. Returns no events if there is no log. */
export function readEvents(file: string): EngineEvent[] {
    if (!fs.existsSync(file)) return [];
    const lines = fs.readFileSync(file, "utf8").split("\n");
    return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as EngineEvent);
}

/** Returns the engine's steps by resource name, without the stack, providers and `same` steps. */
export function steps(events: readonly EngineEvent[]): Record<string, string> {
    const metadata = events.flatMap(({ resourcePreEvent }) => resourcePreEvent?.metadata ?? []);
    const changes = metadata.filter(({ op, type }) => op !== "same" && !type.startsWith("pulumi:"));
    return Object.fromEntries(changes.map(({ urn, op }) => [nameOf(urn), op]));
}

/** Returns the messages shown to the user with these severities. */
export function diagnostics(
    events: readonly EngineEvent[],
    ...severities: ("warning" | "error" | "info#err" | "info")[]
): string[] {
    return events.flatMap(({ diagnosticEvent }) =>
        diagnosticEvent !== undefined && (severities as string[]).includes(diagnosticEvent.severity)
            ? [diagnosticEvent.message]
            : [],
    );
}

function nameOf(urn: string): string {
    return urn.slice(urn.lastIndexOf("::") + 2);
}

/** Returns the errors of failed commands by resource name. */
export function failures(events: readonly EngineEvent[]): Record<string, string> {
    return Object.fromEntries(
        events.flatMap(({ diagnosticEvent: details }) =>
            details?.severity === "error" && details.urn?.includes("command:remote:Command") === true
                ? [[nameOf(details.urn), details.message]]
                : [],
        ),
    );
}
