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
            "encryption. TCPKeepAlive may then remain on.",
        settings: {},
    },
    (statement, { standard }) =>
        endsOf(statement).flatMap((end) => [...aloneFindings(end, statement), ...standardFindings(end, standard)]),
);

function aloneFindings(
    { program, where, keywords, interval, unset, tcpKeepAlive }: End,
    statement: Statement,
): Finding[] {
    const neverProbes = interval === 0 || unset.interval;
    // If kernel values are set as well, TCPKeepAlive is meant to detect dead peers even where it has its default.
    const reliesOnTcp = tcpKeepAlive === true || (unset.tcpKeepAlive && statement.kernel !== undefined);
    if (!neverProbes || !reliesOnTcp) return [];

    return [
        {
            where,
            setting: `TCPKeepAlive yes${tcpKeepAlive === undefined ? " by default" : ""} with ${keywords.interval} 0${interval === undefined ? " by default" : ""}`,
            effect: `${program} detects a dead peer only by the kernel's probes, which are sent outside the encryption, so anyone on the path can answer them`,
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
            remedy: "Write TCPKeepAlive no, together with a ClientAliveInterval above 0.",
        },
    ];
}
