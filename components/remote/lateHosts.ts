import * as pulumi from "@pulumi/pulumi";
import { checkLater, type InputRules, type ProblemCollector } from "../inputs/checkInputs";
import { comesLater } from "../inputs/plain";
import type { Host } from "./args";

type Hosts = Record<string, pulumi.Input<Host>>;

/**
 * The reports of hosts, of which each is known by its name or all come later as one output, for which a record's type has
 * room as well. In the second case the commands are made when the names are known, so that a preview which does not know
 * them shows none.
 *
 * @param rules of `{ hosts }`
 * @param make makes each host's command, and gives its report
 */
export function reportsOf<Report>(
    hosts: Hosts,
    rules: InputRules,
    collect: ProblemCollector,
    make: (hosts: Hosts) => Record<string, pulumi.Output<Report>>,
): pulumi.Output<Record<string, Report>> {
    const all = (named: Hosts) => pulumi.all(make(named)) as pulumi.Output<Record<string, Report>>;
    if (!comesLater(hosts)) return all(hosts);
    return (checkLater({ hosts }, rules, collect) as pulumi.Output<{ hosts: Hosts }>).apply((known) =>
        all(known.hosts),
    );
}
