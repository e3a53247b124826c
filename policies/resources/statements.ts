import { commandStatements } from "./command";
import { componentStatements } from "./component";
import { copiedStatements } from "./copied";
import { daemonSetStatements } from "./daemonSet";
import { isStatedByComponent, recordComponent } from "./ownCommands";
import { systemsManagerStatements } from "./systemsManager";
import { textStatements } from "./texts";
import type { Resource, Statement } from "./types";

/**
 * All settings that a resource makes for sshd, kernels and clients, in every supported form. Each possible path through
 * a script is a separate statement.
 */
export async function statementsOf(resource: Resource): Promise<Statement[]> {
    const ofComponent = componentStatements(resource);
    recordComponent(resource, ofComponent);
    const statements = [
        ...ofComponent,
        ...commandStatements(resource),
        ...(await copiedStatements(resource)),
        ...textStatements(resource),
        ...systemsManagerStatements(resource),
        ...daemonSetStatements(resource),
    ];
    return statements.filter((statement) => !isStatedByComponent(resource, statement));
}

/** Whether it states any setting, known or not yet known. */
export function hasSettings({ server, kernel, client }: Statement): boolean {
    return [server, kernel, client].some(
        (reading) => reading !== undefined && Object.keys(reading.settings).length + reading.unknown.size > 0,
    );
}
