import type { Finding } from "../finding";
import { settingsRule } from "../rule";
import { type End, endsOf } from "../end";
import { requirementOn } from "../standard";

/** Rejects what never detects a dead peer: nobody asks, or no answer is missed. */
export const keepaliveEnabled = settingsRule(
    {
        name: "keepalive-enabled",
        displayName: "Keepalive is on",
        description:
            "Checks that sshd and ssh ask a silent peer whether it is still there, and end the session if not.",
        severity: "high",
        enforcementLevel: "mandatory",
        framework: {
            name: "CIS Benchmarks",
            version: "Debian 12, Ubuntu 22.04 and 24.04",
            reference: "5.1.7",
            specification: "ClientAliveInterval and ClientAliveCountMax are both greater than 0.",
        },
        tags: ["ssh", "keepalive", "dead-peer"],
        remediationSteps:
            "Set clientAliveInterval (ClientAliveInterval) and clientAliveCountMax (ClientAliveCountMax) to more than 0; " +
            "in clients serverAliveInterval and serverAliveCountMax. 90 and 3 suit most.",
        settings: {},
    },
    (statement, { standard }) =>
        endsOf(statement).flatMap((end) => [...intervalFindings(end, standard), ...countFindings(end, standard)]),
);

function intervalFindings({ program, where, keywords, interval, unset }: End, standard: string): Finding[] {
    if (interval !== 0 && !unset.interval) {
        return [];
    }
    return [
        {
            where,
            setting: interval === 0 ? `${keywords.interval} 0` : `${keywords.interval} is not set, and 0 by default`,
            effect: `${program} never asks, so a dead peer is never detected`,
            bound: "more than 0 is asked",
            source: sourceOf(standard, "clientAliveInterval"),
            remedy: `Write ${keywords.interval} 90.`,
        },
    ];
}

function countFindings({ program, where, keywords, count }: End, standard: string): Finding[] {
    if (count !== 0) {
        return [];
    }
    const effect =
        program === "sshd"
            ? "since OpenSSH 8.2 sshd never ends the session, before that it ends it at the first question"
            : "ssh ends every idle session at the first question";
    return [
        {
            where,
            setting: `${keywords.count} 0`,
            effect,
            bound: "more than 0 is asked",
            source: sourceOf(standard, "clientAliveCountMax"),
            remedy: `Write ${keywords.count} 3.`,
        },
    ];
}

function sourceOf(standard: string, property: "clientAliveInterval" | "clientAliveCountMax"): string {
    return requirementOn(standard, property)?.clause ?? "keepalive-enabled";
}
