import { parseHop, unknownHopReason } from "../../core/networkPath";
import { rulesThatCheck } from "../standard";
import { type Configured, kernelBounds, sshdBounds } from "./bounds";
import { kernelConflict, sshdConflict } from "./conflicts";

/** What is wrong with the rules' configurations: settings that have no effect, and settings that contradict each other. */
export function problemsIn(configurations: ReadonlyMap<string, Configured>): string[] {
    const all = [...configurations];
    return [
        ...all.flatMap(([rule, config]) => ineffective(rule, config)),
        ...versionConflict(all),
        ...sshdConflict(all.flatMap(([rule, config]) => sshdBounds(rule, config))),
        ...kernelConflict(all.flatMap(([rule, config]) => kernelBounds(rule, config))),
    ];
}

function ineffective(rule: string, config: Configured): string[] {
    const hops = (config.networkPath ?? []).filter((hop) => parseHop(hop) === undefined);
    return [
        ...hops.map((hop) => `networkPath of ${rule} has ${JSON.stringify(hop)}: ${unknownHopReason(hop)}.`),
        ...uncheckedStandard(rule, config.standard),
        ...exceptionProblems(rule, config.exceptions),
    ];
}

function uncheckedStandard(rule: string, standard: string): string[] {
    const checking = rulesThatCheck(standard);
    return standard === "none" || checking.includes(rule)
        ? []
        : [
              `standard of ${rule} is "${standard}", but this rule checks nothing of it. Set it for ${checking.join(", ")}, or for all rules with the environment variable SSH_KEEPALIVE_STANDARD.`,
          ];
}

function exceptionProblems(rule: string, exceptions: Configured["exceptions"]): string[] {
    if (rule === "exceptions-in-use" && exceptions.length > 0)
        return [`${rule} takes no exceptions. Remove them, or set its enforcementLevel to "disabled".`];

    const names = exceptions.map(({ resource }) => resource);
    const repeated = names.filter((name, i) => names.indexOf(name) !== i);
    const blank = exceptions.filter(({ reason }) => reason.trim() === "");
    return [
        ...repeated.map((name) => `${rule} has two exceptions for ${JSON.stringify(name)}. Remove one of them.`),
        ...blank.map(
            ({ resource }) =>
                `the exception of ${rule} for ${JSON.stringify(resource)} has only blanks as its reason. Write why the rule does not apply to the resource.`,
        ),
    ];
}

/** Servers of several versions need several checks. */
function versionConflict(all: readonly (readonly [string, Configured])[]): string[] {
    const given = all.filter(([, { openssh = "" }]) => openssh !== "");
    const [first] = given;
    const other = given.find(([, { openssh }]) => openssh !== first?.[1].openssh);
    return first === undefined || other === undefined
        ? []
        : [
              `openssh is "${first[1].openssh}" for ${first[0]} and "${other[1].openssh}" for ${other[0]}, but it is the version of all servers. Write the same version, or check stacks of different versions with a configuration each.`,
          ];
}
