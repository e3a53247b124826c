import { awsStatements } from "./aws";
import { commandStatements } from "./command";
import { componentStatements } from "./component";
import { copiedStatements } from "./copied";
import { isMadeByComponent, type Statement, type Resource } from "./types";

/** Everything that a resource tells sshd, kernels and clients, in every way that is known here. */
export async function statementsOf(resource: Resource): Promise<Statement[]> {
    if (isMadeByComponent(resource)) {
        return [];
    }
    return [
        ...componentStatements(resource),
        ...commandStatements(resource),
        ...(await copiedStatements(resource)),
        ...awsStatements(resource),
    ];
}

/** Whether it states anything at all, known or not yet known. */
export function statesSomething({ server, kernel, client }: Statement): boolean {
    return [server, kernel, client].some(
        (stated) => stated !== undefined && Object.keys(stated.settings).length + stated.unknown.size > 0,
    );
}
