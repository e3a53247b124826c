import * as fs from "node:fs";
import { type Host, dropPackets, mustExec, sshdLog } from "../support/testbed";
import { kill } from "../support/testbed/processes";
import type { Pair } from "./pairs";
import { type Session, endOf, openSession } from "./session";
import { type TimingCase, predicted } from "./timingCases";

/** How long to watch a session that nothing should end, in seconds: well beyond the sum of its settings. */
export const idleWatchTime = 45;

export interface Measurement {
    /** The OpenSSH version at both ends. */
    readonly openssh: string;
    readonly predicted: number | null;
    /** Seconds from the last data to the end of the watched process; null if it did not end while it was watched. */
    readonly measured: number | null;
    readonly endedBy: TimingCase["endedBy"];
    /** The final messages of the watched end. */
    readonly finalMessages: string;
}

/** An idle session whose peer has failed; `measurement` waits for its end. */
export interface RunningMeasurement {
    readonly measurement: Promise<Measurement>;
}

/**
 * The first retransmission timeout, in milliseconds, of a kernel that has learned a short round-trip time. All later
 * timeouts are multiples of it, so a kernel that includes delayed acknowledgements retransmits for whole seconds
 * longer.
 */
const shortTimeout = 204;

/** Opens a session, types into it for the last time, and makes the peer silent soon after. */
export async function startMeasurement(each: TimingCase, pair: Pair): Promise<RunningMeasurement> {
    const session = await openSession(pair.client, pair.server, { prints: each.prints === true });
    const watched = each.watched === "sshd" ? pair.server : pair.client;
    let lastData = await typeLastData(each, session);
    let timeout = await firstTimeout(watched);
    // On a busy machine some replies are late.
    for (let turn = 0; turn < 10 && each.tcpRetries2 !== undefined && timeout > shortTimeout; turn += 1) {
        lastData = await typeLastData(each, session);
        timeout = await firstTimeout(watched);
    }
    // Everything is acknowledged by now. Otherwise the kernel would start to retransmit here.
    await pause(300);
    await silencePeer(each, pair, session);
    const late = (performance.now() - lastData) / 1000;
    if (late > 3)
        throw new Error(`The machine took ${late} s to silence the peer, which may have answered a probe by then.`);

    const expected = predicted(each, pair.server.openssh, timeout / 1000);
    const measurement = waitForEnd(each, pair, session, lastData, expected);
    measurement.catch(() => undefined); // The error reaches the caller that awaits it later.
    return { measurement };
}

/**
 * Both ends count whole seconds of the machine's clock, so the last data is sent at the start of a second. Late in a
 * second, an ssh client would be up to a second early, and a 9.2 sshd would not notice that its wake-up is late by the
 * rest of that second.
 */
async function typeLastData({ watched }: TimingCase, session: Session): Promise<number> {
    // Types several lines, because the kernel learns the round-trip time from each; the delayed acknowledgements of a
    // login do not show it.
    const enough = performance.now() + 500;
    let echoed = await session.type();
    while (performance.now() < enough || millisecondsIntoSecond() > 200) echoed = await session.type();

    // Data acknowledges what sshd has sent, hence at once.
    return watched === "sshd" ? session.typeUnechoed() : echoed;
}

/** Returns after how many milliseconds the host's kernel would first retransmit the session's next data. */
async function firstTimeout(host: Host): Promise<number> {
    const sockets = await mustExec(host, ["ss", "-tinH", "state", "established", "sport = :22 or dport = :22"]);
    return Number(/\brto:(\d+)/u.exec(sockets)?.[1]);
}

/** Returns how many milliseconds of the current second of the machine's clock have passed. */
function millisecondsIntoSecond(): number {
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
    const patience = expected === null ? idleWatchTime : expected + 20;
    const watched = each.watched === "sshd" ? session.server : session.client;
    const ended = await endOf(watched, lastData + patience * 1000);
    if (ended === null && each.peer === "idle") await session.type(); // The session is alive and usable.

    const logLines = each.watched === "sshd" ? await sshdLog(pair.server) : await finalMessagesOf(session);
    session.close();
    return {
        openssh: pair.server.openssh,
        predicted: expected,
        measured: ended === null ? null : (ended - lastData) / 1000,
        endedBy: ended === null ? "nothing" : reason(logLines, each),
        finalMessages: logLines.trim().split("\n").slice(-3).join("\n"),
    };
}

// A process's output arrives here shortly after its end.
async function finalMessagesOf(session: Session): Promise<string> {
    await pause(300);
    return session.stderr();
}

function reason(logLines: string, { peer }: TimingCase): Measurement["endedBy"] {
    if (/Timeout, (?:client|server .*) not responding/u.test(logLines)) return "count";
    // OpenSSH 8.4 and 9.2 exit without a message when the kernel gives up the connection.
    return peer === "idle" ? "channel timeout" : "kernel";
}
