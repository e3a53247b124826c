import { type End, endsOf } from "../end";
import type { Finding } from "../finding";
import type { Statement } from "../resources/types";
import { settingsRule } from "../rule";
import { requirementOn } from "../standard";

const name = "tcp-keepalive-not-alone";

/** Rejects TCP keepalive as the only detection of a dead peer. */
export const tcpKeepaliveNotAlone = settingsRule(
    {
        name,
        displayName: "TCP keepalive is not alone",
        description: "Checks that TCPKeepAlive, whose probes can be spoofed, is not the only detection of a dead peer.",
        severity: "high",
        enforcementLevel: "mandatory",
        framework: {
            name: "dev-sec ssh-baseline",
            version: "",
            reference: "sshd-35",
            specification: "TCPKeepAlive is no.",
        },
        tags: ["ssh", "keepalive", "spoofing"],
        remediationSteps:
            "Set ClientAliveInterval (in clients ServerAliveInterval) to more than 0: its probes are sent inside the " +
            "encryption. TCPKeepAlive may then stay.",
        settings: {},
    },
    (statement, { standard }) =>
        endsOf(statement).flatMap((end) => [...aloneFindings(end, statement), ...standardFindings(end, standard)]),
);

function aloneFindings(
    { program, where, keywords, interval, unset, tcpKeepAlive }: End,
    statement: Statement,
): Finding[] {
    const asksNothing = interval === 0 || unset.interval;
    // With kernel values set next to it, TCPKeepAlive is meant to detect even where its default is left.
    const meant = tcpKeepAlive === true || (unset.tcpKeepAlive && statement.kernel !== undefined);
    if (!asksNothing || !meant) return [];

    return [
        {
            where,
            setting: `TCPKeepAlive yes${tcpKeepAlive === undefined ? " by default" : ""} with ${keywords.interval} 0${interval === undefined ? " by default" : ""}`,
            effect: `only the kernel's probes tell ${program} of a dead peer, and they are sent outside the encryption, where anyone on the path can answer them`,
            bound: `${keywords.interval} above 0 is required`,
            source: `${name}; sshd_config(5) and ssh_config(5) on TCPKeepAlive`,
            remedy: `Write ${keywords.interval} 90.`,
        },
    ];
}

function standardFindings({ where, tcpKeepAlive, unset }: End, standard: string): Finding[] {
    const requirement = requirementOn(standard, "tcpKeepAlive");
    const isOn = tcpKeepAlive === true || unset.tcpKeepAlive;
    if (requirement?.equals !== false || !isOn) return [];

    return [
        {
            where,
            setting: `TCPKeepAlive yes${tcpKeepAlive === undefined ? " by default" : ""}`,
            effect: "the kernel's probes can be spoofed",
            bound: '"no" is required',
            source: requirement.clause,
            remedy: "Write TCPKeepAlive no, next to a ClientAliveInterval above 0.",
        },
    ];
}
