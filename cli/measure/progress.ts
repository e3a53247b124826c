/** Progress output: a ladder updated in place on a terminal, one line for each trial elsewhere. */
import { conclude } from "./finding";
import type { Measurement, Watcher } from "./measure";
import { breakerNames } from "./report";
import type { Screen } from "./screen";
import type { SilentSession } from "./session";
import { now } from "./ssh/shell";
import { type Breaker, breakers, type Trial } from "./trials";

export interface Progress extends Watcher {
    /** Removes what is drawn in place. */
    end: () => void;
}

/** No output. */
export const noProgress: Progress = { end: () => undefined };

/** Lines for pipes and logs. */
export function plainProgress(host: string, upTo: number, write: (text: string) => void): Progress {
    return {
        connecting: () => write(`Connecting to ${host} ...\n`),
        started: (measurement) => write(`${introduction(measurement, upTo)}\n`),
        trial: ({ breaker, silence, outcome }) =>
            write(`${`${silence} s`.padStart(8)}, ${breakerNames[breaker]}: ${outcomeTexts[outcome]}\n`),
        note: (note) => write(`${note}\n`),
        end: () => undefined,
    };
}

/** The ladder, redrawn in place. */
export function liveProgress(host: string, upTo: number, screen: Screen, write: (text: string) => void): Progress {
    const begun = now();
    let drawn = 0;
    // From the first column: a terminal echoes ^C where the cursor is.
    const erase = () => {
        if (drawn > 0) write(`\r\u001b[${drawn}A\u001b[J`);
        drawn = 0;
    };
    return {
        connecting: () => write(`Connecting to ${host} ...\n`),
        started: (measurement) => write(`${screen.wrap(introduction(measurement, upTo)).join("\n")}\n`),
        changed: (measurement, sessions, roundTrip) => {
            const lines = ladder(measurement, sessions, (now() - begun) / 1000, roundTrip, screen);
            erase();
            write(lines.map((line) => `${line}\n`).join(""));
            drawn = lines.length;
        },
        end: erase,
    };
}

const outcomeTexts: Record<Trial["outcome"], string> = {
    kept: "kept",
    dropped: "lost, no answer",
    reset: "lost, reset",
};

function introduction({ destination, jumpHosts }: Measurement, upTo: number): string {
    const way = jumpHosts.length === 0 ? "" : ` through ${jumpHosts.join(", ")}`;
    return `Opening idle sessions to ${destination ?? "the host"}${way}, for up to ${upTo} s. Ctrl-C stops, and prints the result so far.`;
}

/** The rows of the ladder that fit: the longest silences that were kept, and all that are pending or lost. */
function ladder(
    measurement: Measurement,
    sessions: readonly SilentSession[],
    elapsed: number,
    roundTrip: number | undefined,
    screen: Screen,
): string[] {
    const open = sessions.map(({ probe, begun }) => ({ ...probe, begun }));
    const silences = [...new Set([...measurement.trials, ...open].map(({ silence }) => silence))].sort((a, b) => a - b);
    const cell = (breaker: Breaker, silence: number) => {
        const trial = measurement.trials.filter((each) => each.breaker === breaker && each.silence === silence).at(-1);
        const session = open.find((each) => each.breaker === breaker && each.silence === silence);
        if (session === undefined) return trial === undefined ? "" : sign(trial.outcome, screen.unicode);
        return session.begun === undefined ? "opening" : bar((now() - session.begun) / 1000, silence, screen.unicode);
    };
    const rows = silences.map((silence) => ({
        silence,
        text: `${`${silence} s`.padStart(8)}  ${breakers.map((breaker) => cell(breaker, silence).padEnd(19)).join("")}`,
        settled: !open.some((each) => each.silence === silence),
    }));
    const { atLeast, atMost } = conclude(measurement);
    const found = atMost === null ? `at least ${atLeast} s` : `${atLeast} to ${atMost} s`;
    const network = roundTrip === undefined ? "" : `, the network answers in ${Math.round(roundTrip)} ms`;
    return [
        `${clock(elapsed)}: ${found}${network}`.slice(0, screen.width - 1),
        `${"".padStart(10)}${breakers.map((breaker) => breakerNames[breaker].padEnd(19)).join("")}`,
        ...fitting(rows, Math.max(4, screen.height - 5)),
    ].map((line) => line.slice(0, screen.width - 1).trimEnd());
}

// The oldest results are dropped first, then the silences that end last.
function fitting(rows: readonly { text: string; settled: boolean }[], height: number): string[] {
    const settled = rows.map((row) => row.settled).lastIndexOf(true);
    const from = Math.max(0, Math.min(rows.length - height, settled - 3));
    return rows.slice(from, from + height).map(({ text }) => text);
}

function sign(outcome: Trial["outcome"], unicode: boolean): string {
    if (outcome === "kept") return unicode ? "✔ kept" : "kept";
    const how = outcome === "reset" ? "reset" : "no answer";
    return unicode ? `✘ lost, ${how}` : `lost, ${how}`;
}

function bar(passed: number, silence: number, unicode: boolean): string {
    const size = 10;
    const full = Math.min(size, Math.floor((passed / silence) * size));
    const [done, left] = unicode ? ["▓", "░"] : ["#", "-"];
    return `${done.repeat(full)}${left.repeat(size - full)} ${passed < silence ? `${Math.floor(passed)} s` : "used"}`;
}

function clock(seconds: number): string {
    const whole = Math.floor(seconds);
    return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
