import * as fs from "node:fs";
import { type Host, dropPackets, mustExec, sshdLog } from "../support/testbed";
import { kill } from "../support/testbed/processes";
import type { Pair } from "./pairs";
import { type Session, endOf, openSession } from "./session";
import { type TimingCase, predicted } from "./timingCases";

/** How long a session that nothing shall end is watched, in seconds: well past what its settings could add up to. */
export const watchedForNever = 45;

export interface Measurement {
    /** The version at both ends. */
    readonly openssh: string;
    readonly predicted: number | null;
    /** Seconds from the last data to the end of the watched process; null where it did not end while it was watched. */
    readonly measured: number | null;
    readonly endedBy: TimingCase["endedBy"];
    /** The final messages of the watched side. */
    readonly lastWords: string;
}

/** An idle session to whose peer the thing has happened; `measurement` waits for its end. */
export interface Armed {
    readonly measurement: Promise<Measurement>;
}

/**
 * The first retransmission timeout, in milliseconds, of a kernel that knows a short way for one. All later ones are
 * multiples of it, so a kernel that reckons with delayed answers retransmits for whole seconds longer.
 */
const shortTimeout = 204;

/** Opens a session, types into it for the last time, and lets the peer fall silent soon after. */
export async function arm(each: TimingCase, pair: Pair): Promise<Armed> {
    const session = await openSession(pair.client, pair.server, { prints: each.prints === true });
    const watched = each.watched === "sshd" ? pair.server : pair.client;
    let lastData = await typeForTheLastTime(each, session);
    let timeout = await firstTimeout(watched);
    // On a busy machine some answers are late.
    for (let turn = 0; turn < 10 && each.tcpRetries2 !== undefined && timeout > shortTimeout; turn += 1) {
        lastData = await typeForTheLastTime(each, session);
        timeout = await firstTimeout(watched);
    }
    // All is acknowledged by now. If it were not, the kernel would be retransmitting from here on.
    await pause(300);
    await silencePeer(each, pair, session);
    const late = (performance.now() - lastData) / 1000;
    if (late > 3)
        throw new Error(`The machine took ${late} s to silence the peer, which by then may have answered a question.`);

    const expected = predicted(each, pair.server.openssh, timeout / 1000);
    const measurement = waitForEnd(each, pair, session, lastData, expected);
    measurement.catch(() => undefined); // The error reaches the caller that awaits it later.
    return { measurement };
}

/**
 * Both ends count whole seconds of the machine's clock, so the last data come as a second begins. Late in a second, an
 * ssh client would be up to a second early, and a 9.2 sshd whose wake-up is late by the rest of that second does not
 * miss it.
 */
async function typeForTheLastTime({ watched }: TimingCase, session: Session): Promise<number> {
    // Line upon line, since the kernel learns from each how short the way is; a log-in's delayed acknowledgements do not
    // show it.
    const enough = performance.now() + 500;
    let echoed = await session.type();
    while (performance.now() < enough || millisecondsBegun() > 200) echoed = await session.type();

    // What sshd has sent is acknowledged by data, hence at once.
    return watched === "sshd" ? session.typeUnechoed() : echoed;
}

/** After how many milliseconds the host's kernel would retransmit the session's next data for the first time. */
async function firstTimeout(host: Host): Promise<number> {
    const sockets = await mustExec(host, ["ss", "-tinH", "state", "established", "sport = :22 or dport = :22"]);
    return Number(/\brto:(\d+)/u.exec(sockets)?.[1]);
}

/** How many milliseconds of the current second of the machine's clock are over. */
function millisecondsBegun(): number {
    return Number(/\.(\d\d)/u.exec(fs.readFileSync("/proc/uptime", "utf8"))?.[1]) * 10;
}

function pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

async function silencePeer({ watched, peer }: TimingCase, { client, server }: Pair, session: Session): Promise<void> {
    if (peer === "unreachable") await dropPackets(watched === "sshd" ? client : server);
    else if (peer === "unresponsive") kill(watched === "sshd" ? session.client : session.server, "SIGSTOP");
}

async function waitForEnd(
    each: TimingCase,
    pair: Pair,
    session: Session,
    lastData: number,
    expected: number | null,
): Promise<Measurement> {
    const patience = expected === null ? watchedForNever : expected + 20;
    const watched = each.watched === "sshd" ? session.server : session.client;
    const ended = await endOf(watched, lastData + patience * 1000);
    if (ended === null && each.peer === "idle") await session.type(); // Still there, and still of use.

    const logLines = each.watched === "sshd" ? await sshdLog(pair.server) : await complaintsOf(session);
    session.close();
    return {
        openssh: pair.server.openssh,
        predicted: expected,
        measured: ended === null ? null : (ended - lastData) / 1000,
        endedBy: ended === null ? "nobody" : reason(logLines, each),
        lastWords: logLines.trim().split("\n").slice(-3).join("\n"),
    };
}

// What a process has written arrives here a little after its end.
async function complaintsOf(session: Session): Promise<string> {
    await pause(300);
    return session.complaints();
}

function reason(logLines: string, { peer }: TimingCase): Measurement["endedBy"] {
    if (/Timeout, (?:client|server .*) not responding/u.test(logLines)) return "count";
    // OpenSSH 8.4 and 9.2 end without a word when the kernel has given the connection up.
    return peer === "idle" ? "channel timeout" : "kernel";
}
