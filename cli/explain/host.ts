import { duration } from "../../core/duration";
import type { Answer } from "../../core/explain/answer";
import { explainEffective } from "../../core/explain/explanation";
import { shortVersion } from "../../core/openssh";
import { describeTiming } from "../../core/timing/describe";
import type { Conditions, TimingReport } from "../../core/timing/report";
import { shapeProblems } from "../../core/validate/shape";
import { exitCodes } from "../exitCodes";
import type { HostReading } from "../host/reading";
import { type ClientReading, readHostOverSsh, readOwnClient } from "../host/ssh";
import type { Output } from "../output";
import { asJson } from "../tables";
import type { ExplainOptions } from "./options";
import { problemsText } from "./problems";
import { reportText } from "./report";

/** Explains what is effective on a running host, and on the local client that connects to it. Returns the exit code. */
export async function explainHost(host: string, options: ExplainOptions, output: Output): Promise<number> {
    const { out, err, terminal } = output;
    const fail = (problems: { propertyPath: string; reason: string }[]) => {
        if (options.json) out(asJson({ host, problems }));
        else err(problemsText(problems, terminal));
        return exitCodes.problems;
    };
    const problems = shapeProblems({ networkPath: options.path });
    if (problems.length > 0) return fail(problems);
    if (!options.json) err(`Reading ${host} over ssh ...\n`);
    const [answer, client] = await Promise.all([readHostOverSsh(host), readOwnClient(host)]);
    if ("failure" in answer) {
        const reason = `${host} cannot be read: ${answer.failure.replace(/\.$/, "")}`;
        return fail([{ propertyPath: "host", reason }]);
    }
    return report(host, answer.reading, client, options, output);
}

function report(
    host: string,
    reading: HostReading,
    own: ClientReading | undefined,
    options: ExplainOptions,
    { out, terminal }: Output,
): number {
    const { server, kernel, tcpRetries2, openssh, unread, warnings } = reading;
    const client = own?.client;
    const conditions: Conditions = {
        openssh,
        tcpRetries2,
        networkPath: options.path,
        rekeyInterval: reading.rekeyInterval,
        clientOpenssh: own?.openssh,
        clientRekeyInterval: own?.rekeyInterval,
    };
    const clientTiming = describeTiming({ client }, conditions);
    const { answer, timing } =
        server === undefined
            ? { answer: clientAnswer(host, clientOnlyTiming(client, conditions), unread), timing: undefined }
            : explainEffective({ server, kernel, client }, conditions);
    const settings = { server, kernel, client };
    const notes = [...warnings, ...(server === undefined ? [] : unread)].map((line) => `${line.replace(/\.$/, "")}.`);
    if (options.json) {
        const versions = { openssh: openssh ?? null, clientOpenssh: own?.openssh ?? null };
        out(asJson({ host, ...versions, settings, tcpRetries2, unread, notes, answer, timing, client: clientTiming }));
    } else {
        const titles = {
            server: `${host}, ${versionText(openssh)}`,
            client: `This machine, ${versionText(own?.openssh)}: settings of its ssh for ${host}`,
        };
        const shown = { ...(timing ?? clientTiming), hops: (timing ?? clientOnlyTiming(client, conditions)).hops };
        out(reportText({ answer, settings, titles, timing: shown, hasServer: timing !== undefined, notes }, terminal));
    }
    return answer.ok && unread.length === 0 ? exitCodes.ok : exitCodes.problems;
}

// The server's behaviour is unknown, so it does not count for the path.
function clientOnlyTiming(client: ClientReading["client"] | undefined, conditions: Conditions): TimingReport {
    return describeTiming({ server: { tcpKeepAlive: false, clientAliveInterval: 0 }, client }, conditions);
}

function clientAnswer(host: string, timing: TimingReport, unread: readonly string[]): Answer {
    const { hops, silence, clientEndsUnreachable, clientEndsUnresponsive } = timing;
    const kept = silence !== null && hops.every(({ survives }) => survives);
    const unknown = "the server's own settings could not be read";
    return {
        ok: false,
        idle: kept
            ? `An idle session from here survives ${hops.length > 0 ? "this path" : `every hop with an idle timeout above ${duration(silence)}`}, because the client probes every ${duration(silence)}; ${unknown}.`
            : `It is unknown whether an idle session survives: the client's probes do not keep it, and ${unknown}.`,
        dead:
            clientEndsUnresponsive === null
                ? "The client here does not detect a hung server."
                : `The client here ends a session to an unreachable server after ${duration(clientEndsUnreachable)}, and to a hung one after ${duration(clientEndsUnresponsive)}.`,
        todo: [
            ...unread.map((sentence) => `${host}: ${sentence}`),
            ...(unread.some((sentence) => sentence.includes("needs root"))
                ? [
                      "To include the server's settings, connect as root or as a user with sudo without a password; or run on the host: sudo sshd -T | grep -i -E 'alive|timeout|rekeylimit', and pass the values to explain.",
                  ]
                : []),
        ],
    };
}

function versionText(openssh: string | undefined): string {
    const version = shortVersion(openssh);
    return version === undefined ? "its OpenSSH version unknown" : `OpenSSH ${version}`;
}
