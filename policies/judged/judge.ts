import { judgeAws } from "./aws";
import { judgeCommand } from "./command";
import { judgeComponent } from "./component";
import { judgeCopied } from "./copied";
import { isMadeByComponent, type Judged, type JudgedResource } from "./types";

/** Everything that a resource tells sshd, kernels and clients, in every way that is known here. */
export async function judge(resource: JudgedResource): Promise<Judged[]> {
    if (isMadeByComponent(resource)) {
        return [];
    }
    return [
        ...judgeComponent(resource),
        ...judgeCommand(resource),
        ...(await judgeCopied(resource)),
        ...judgeAws(resource),
    ];
}

/** Whether it states anything at all, known or not yet known. */
export function statesSomething({ server, kernel, client }: Judged): boolean {
    return [server, kernel, client].some(
        (stated) => stated !== undefined && Object.keys(stated.settings).length + stated.unknown.size > 0,
    );
}
