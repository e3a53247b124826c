import * as v from "valibot";
import { parseHop } from "../../core/networkPath";
import { effectiveSettings, rekeyIntervalOf } from "../../core/parse/effective";
import {
    clientEndsUnreachable,
    clientEndsUnresponsive,
    clientLastingProbePeriod,
    type ClientTiming as ClientClock,
    survives,
} from "../../core/timing";
import { findings, type HostFindings, readReport, text } from "../remote/hostReport";
import { present } from "../remote/timing";

/** The times that result from the client's settings, in seconds; an absent time is "never". */
export interface ClientTiming {
    /** Time between two probes that ssh sends on a silent connection. */
    probePeriod?: number;
    /** When ssh ends a session with an unreachable server, at Linux's default `tcp_retries2`. */
    endsUnreachable?: number;
    /** When ssh ends a session with a server whose kernel answers but whose sshd does not. */
    endsUnresponsive?: number;
    /** Whether each hop of the network path remembers the connection from one probe to the next. */
    hops: ClientHopTiming[];
}

/** What one hop of the network path does with an idle connection of these clients. Times in seconds. */
export interface ClientHopTiming {
    /** The hop, as `networkPath` names it. */
    name: string;
    /** After how long without a packet it drops the connection. */
    idleTimeout: number;
    /** Whether it keeps an idle connection. */
    survives: boolean;
    /** Seconds left when the next packet comes, negative if that is too late; absent where nothing is sent. */
    margin?: number;
}

/** What the program found and did with one user's `~/.ssh/config`. */
export interface ClientReport extends HostFindings {
    /** The file, links followed. */
    file: string;
    /** The number of the block's first line in it; 0 where there is none. */
    line: number;
    /** The times that result from the effective values. */
    timing: ClientTiming;
    /** The same in one readable line. */
    summary: string;
}

/** What the program itself reports. */
const reported = v.object({ ...findings, file: text, line: v.pipe(v.number(), v.safeInteger(), v.minValue(0)) });

/** Reads what the program printed. Throws an Error that names what is wrong. */
export function parseClientReport(
    stdout: string,
    networkPath: readonly string[] = [],
    ids: readonly string[] = [],
): ClientReport {
    const found = readReport(stdout, reported, ids);
    const { openssh, effective } = found;
    const client = { ...effectiveSettings("client", effective), openssh, rekeyInterval: rekeyIntervalOf(effective) };
    const timing = timingOf(client, networkPath);
    return { ...found, timing, summary: summaryOf(openssh, timing) };
}

function summaryOf(openssh: string, { probePeriod, endsUnreachable, endsUnresponsive, hops }: ClientTiming): string {
    const who = openssh === "" ? "ssh" : openssh.replace("_", " ");
    const after = (seconds: number | undefined): string => (seconds === undefined ? "never" : `after ${seconds} s`);
    return [
        probePeriod === undefined ? `${who} sends no probes` : `${who} probes every ${probePeriod} s`,
        endsUnreachable === undefined && endsUnresponsive === undefined
            ? "nothing ends a dead server's session"
            : `ends a hung server's session ${after(endsUnresponsive)}, an unreachable server's ${after(endsUnreachable)}`,
        ...hops.map(({ name, survives: kept }) => `${name} ${kept ? "keeps" : "drops"} an idle connection`),
    ].join("; ");
}

function timingOf(client: ClientClock, networkPath: readonly string[]): ClientTiming {
    const probePeriod = clientLastingProbePeriod(client);
    const hops = networkPath
        .map(parseHop)
        .filter((hop) => hop !== undefined)
        .map(({ name, idleTimeout }) => present({ name, idleTimeout, ...survives(idleTimeout, probePeriod) }));
    return present({
        probePeriod,
        endsUnreachable: clientEndsUnreachable(client),
        endsUnresponsive: clientEndsUnresponsive(client),
        hops,
    });
}
