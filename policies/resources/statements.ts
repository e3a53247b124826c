import { commandStatements } from "./command";
import { componentStatements } from "./component";
import { copiedStatements } from "./copied";
import { daemonSetStatements } from "./daemonSet";
import { isSaidByComponent, remember } from "./ownCommands";
import { systemsManagerStatements } from "./systemsManager";
import { textStatements } from "./texts";
import type { Resource, Statement } from "./types";

/**
 * Everything that a resource tells sshd, kernels and clients, in every way that is known here. Where a script may go
 * several ways, each is a statement of its own.
 */
export async function statementsOf(resource: Resource): Promise<Statement[]> {
    const ofComponent = componentStatements(resource);
    remember(resource, ofComponent);
    const statements = [
        ...ofComponent,
        ...commandStatements(resource),
        ...(await copiedStatements(resource)),
        ...textStatements(resource),
        ...systemsManagerStatements(resource),
        ...daemonSetStatements(resource),
    ];
    return statements.filter((statement) => !isSaidByComponent(resource, statement));
}

/** Whether it states anything at all, known or not yet known. */
export function statesSomething({ server, kernel, client }: Statement): boolean {
    return [server, kernel, client].some(
        (reading) => reading !== undefined && Object.keys(reading.settings).length + reading.unknown.size > 0,
    );
}
