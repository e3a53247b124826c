import { describeTiming } from "../../core/describeTiming";
import { intervalFor } from "../../core/networkPath";
import { validateKnown } from "../../core/validate";
import { exitCodes } from "../exitCodes";
import { readHostOverSsh } from "../host/ssh";
import type { HostReading } from "../host/reading";
import type { Output } from "../output";
import { asJson } from "../tables";
import type { ExplainOptions } from "./options";
import { isSound, reportText } from "./report";

/** Explains the effective values of a running host. Answers the exit code. */
export async function explainHost(host: string, options: ExplainOptions, output: Output): Promise<number> {
    const { out, err } = output;
    const networkPath = options.path;
    const problems = validateKnown({ networkPath });
    if (problems.length > 0) {
        if (options.json) out(asJson({ problems }));
        else for (const { propertyPath, reason } of problems) err(`Problem: ${propertyPath}: ${reason}.\n`);
        return exitCodes.problems;
    }
    if (!options.json) err(`Reading ${host} over ssh …\n`);
    const answer = await readHostOverSsh(host);
    if ("failure" in answer) {
        if (options.json) out(asJson({ host, problems: [{ propertyPath: "host", reason: answer.failure }] }));
        else err(`Problem: ${host} cannot be read: ${answer.failure}\n`);
        return exitCodes.problems;
    }
    return tell(host, answer.reading, options, output);
}

function tell(host: string, reading: HostReading, options: ExplainOptions, { out, err }: Output): number {
    const { server, kernel, tcpRetries2, openssh, unread } = reading;
    // Without sshd's own values there is nothing of sshd to explain: its defaults would be a guess.
    const timing = server && describeTiming({ server, kernel }, { openssh, tcpRetries2, networkPath: options.path });
    if (options.json) {
        out(asJson({ host, openssh: openssh ?? null, settings: { server, kernel }, tcpRetries2, unread, timing }));
    } else {
        if (server && timing) {
            const interval = intervalFor(options.path ?? []);
            const lost = timing.hops.some(({ survives }) => !survives);
            const notes =
                lost && interval !== undefined ? [`ClientAliveInterval ${interval} would keep every hop.`] : [];
            out(`${host}\n\n${reportText({ server, kernel: kernel ?? {}, client: {} }, timing, undefined, notes)}`);
        }
        for (const what of unread) err(`Problem: ${host}: ${what}\n`);
    }
    return timing !== undefined && unread.length === 0 && isSound(timing) ? exitCodes.ok : exitCodes.problems;
}
