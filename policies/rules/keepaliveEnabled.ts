import { isAtLeast } from "../../core/openssh";
import { type End, endsOf } from "../end";
import type { Finding } from "../finding";
import { settingsRule } from "../rule";
import { openssh, versionOf } from "../settings";
import { requirementOn } from "../standard";

/** Rejects settings that never detect a dead peer: no probes are sent, or unanswered probes have no effect. */
export const keepaliveEnabled = settingsRule<{ openssh: string }>(
    {
        name: "keepalive-enabled",
        displayName: "Keepalive is on",
        description: "Checks that sshd and ssh probe a silent peer, and end the session if it does not answer.",
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
            "in clients serverAliveInterval and serverAliveCountMax. 90 and 3 are good defaults.",
        settings: { openssh },
    },
    (statement, { standard, ...config }) =>
        endsOf(statement).flatMap((end) => [
            ...intervalFindings(end, standard),
            ...countFindings(end, standard, versionOf(config)),
        ]),
);

function intervalFindings({ program, where, keywords, interval, unset }: End, standard: string): Finding[] {
    if (interval !== 0 && !unset.interval) return [];

    return [
        {
            where,
            setting: interval === 0 ? `${keywords.interval} 0` : `${keywords.interval} is not set (default 0)`,
            effect: `${program} never probes, so a dead peer is never detected`,
            bound: "must be greater than 0",
            source: sourceOf(standard, "clientAliveInterval"),
            remedy: `Write ${keywords.interval} 90.`,
        },
    ];
}

/**
 * Before OpenSSH 8.2, a count of 0 ends the session when the first probe is not answered immediately, which STIG for
 * RHEL 7 requires.
 */
function countFindings(
    { program, where, keywords, count }: End,
    standard: string,
    version: string | undefined,
): Finding[] {
    const isZeroRequired =
        standard === "stig" && program === "sshd" && version !== undefined && !isAtLeast(version, "8.2");
    if (count !== 0 || isZeroRequired) return [];

    const effect =
        program === "sshd"
            ? "since OpenSSH 8.2 sshd never ends the session, before that sshd ends it at the first client alive message"
            : "ssh ends every idle session at the first server alive message";
    return [
        {
            where,
            setting: `${keywords.count} 0`,
            effect,
            bound: "must be greater than 0",
            source: sourceOf(standard, "clientAliveCountMax"),
            remedy: `Write ${keywords.count} 3.`,
        },
    ];
}

function sourceOf(standard: string, property: "clientAliveInterval" | "clientAliveCountMax"): string {
    return requirementOn(standard, property)?.clause ?? "keepalive-enabled";
}
