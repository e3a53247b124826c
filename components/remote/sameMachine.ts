import * as v from "valibot";
import { type AppliedHost, isSame, type ProgramRun } from "../inputs/programRun";
import { readReport, text } from "./hostReport";

/**
 * The machine's owners in a report: the one that was found and the current one, each with a mark of that owner's last
 * apply, which no other apply has. Reports of earlier versions have neither.
 */
const owners = v.object({ former: v.optional(text, ""), latest: v.optional(text, "") });

/**
 * The other host of this run that turns out to be the same machine, under an address that is spelled otherwise: one of
 * the two has found what the other's last apply had left there. A host that has only moved to another name is not in this
 * run under its former one, or has applied elsewhere since.
 */
export function sameMachine(
    run: ProgramRun,
    host: AppliedHost,
    stdout: string,
    ids: readonly string[],
): AppliedHost | undefined {
    const { former, latest } = readReport(stdout, owners, ids);
    const others = [run.left.get(former), run.found.get(latest)];
    if (latest !== "") run.left.set(latest, host);
    if (former !== "") run.found.set(former, host);
    return others.find((other) => other !== undefined && !isHost(other, host));
}

function isHost(one: AppliedHost, other: AppliedHost): boolean {
    return one.host === other.host && isSame(one.component, other.component);
}

/** The error for it. */
export function sameMachineText(host: AppliedHost, other: AppliedHost): string {
    const name = `"${other.host}"${isSame(host.component, other.component) ? "" : ` of ${other.component.title}`}`;
    return (
        `${host.host}: this is the same machine as ${name}, under another address, and each would undo what the other does. ` +
        `Leave it to one of the two: remove the other from the program, and apply the one that stays again in the same ` +
        `update: pulumi up --replace '${host.urn}' or '${other.urn}'`
    );
}
