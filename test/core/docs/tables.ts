import { type Directive, sshClientDirectives, sshdDirectives, sysctlKeys } from "../../../core/directives";
import { distributions } from "../../../core/distributions";
import { hopRemark, hops, hopSettable } from "../../../core/hops";
import { intervalForTimeout, marginFor } from "../../../core/networkPath";
import { type Quirk, quirks } from "../../../core/openssh";
import { profiles } from "../../../core/profiles";
import { puttyKeys } from "../../../core/puttyKeys";
import { sshClientLines } from "../../../core/render/sshConfig";
import { sshdLines } from "../../../core/render/sshdConfig";
import { sysctlLines } from "../../../core/render/sysctl";
import { allowedValues, standards } from "../../../core/standards";
import { retransmissionLimit, sshdEndsUnreachable } from "../../../core/timing";
import { measuredEnds } from "../timing/measured";

/** The generated tables of the documentation, by the name in their marker. */
export const tables: Readonly<Record<string, () => string>> = {
    server: () => directiveTable(sshdDirectives),
    kernel: () => directiveTable(sysctlKeys),
    client: () => directiveTable(sshClientDirectives),
    serverArguments: () => argumentTable(sshdDirectives, "directive", "sshd's own default"),
    kernelArguments: () => argumentTable(sysctlKeys, "sysctl key", "the kernel's own default"),
    putty: () => directiveTable(puttyKeys),
    hops: () =>
        table(
            ["hop", "what it is", "idle timeout", "settable", "source", "TCP keepalive counts"],
            hops.map((hop) => [
                code(hop.name),
                hop.title,
                String(hop.idleTimeout),
                hopSettable(hop),
                hopRemark(hop),
                hop.resetByTcpKeepalive ? "yes" : "no",
            ]),
        ),
    derived: () =>
        table(
            ["smallest idle timeout", "margin", "interval", "P on 9.2 to 9.4"],
            [60, 240, 350, 600, 900, 1200, 3600].map((idleTimeout) => {
                const interval = intervalForTimeout(idleTimeout);
                return [idleTimeout, marginFor(idleTimeout), interval, 2 * interval].map(String);
            }),
        ),
    profiles: () =>
        table(
            ["profile", "value", "source"],
            profiles.flatMap(({ name, description, server, kernel = {}, client = {}, sources }) => [
                [`**${name}**`, "", description],
                ...[...sshdLines(server), ...sysctlLines(kernel), ...sshClientLines(client)].map((line, index) => [
                    "",
                    code(line),
                    Object.values(sources)[index] ?? "",
                ]),
            ]),
        ),
    standards: () =>
        table(
            ["standard", "setting", "allowed", "clause"],
            standards.flatMap(({ title, requirements }) =>
                requirements.map((requirement) => [
                    title,
                    code(requirement.property),
                    allowedValues(requirement),
                    requirement.clause,
                ]),
            ),
        ),
    quirks: () =>
        table(
            ["OpenSSH", "end", "what is different", "known"],
            Object.values<Quirk>(quirks).map(({ versions, end, summary, known }) => [
                versions.map(versionRange).join(", "),
                code(end),
                summary,
                known,
            ]),
        ),
    distributions: () =>
        table(
            ["name", "distribution", "OpenSSH", "source"],
            distributions.map(({ name, title, openssh, source }) => [code(name), title, openssh, source]),
        ),
    retransmission: () =>
        table(
            ["`tcp_retries2`", "R, at least"],
            [5, 8, 10, 15].map((retries) => [
                retries === 15 ? "15 (default)" : String(retries),
                `${Number(retransmissionLimit(retries).toFixed(1))}`,
            ]),
        ),
    measured: () =>
        table(
            ["OpenSSH", "interval", "count", "`tcp_retries2`", "interval × count", "predicted", "measured"],
            measuredEnds.map(({ openssh, interval, count, tcpRetries2, measured }) => {
                const predicted = sshdEndsUnreachable({
                    clientAliveInterval: interval,
                    clientAliveCountMax: count,
                    openssh,
                    tcpRetries2,
                });
                return [openssh, interval, count, tcpRetries2, interval * count, predicted, measured].map(String);
            }),
        ),
};

function versionRange({ since, last }: Quirk["versions"][number]): string {
    if (since === undefined) return `up to ${last}`;
    return last === undefined ? `${since} and later` : `${since} to ${last}`;
}

function argumentTable(directives: readonly Directive[], key: string, byDefault: string): string {
    return table(
        ["property", key, "values", byDefault, "what it does"],
        directives.map((directive) => [
            code(directive.property),
            code(directive.keyword),
            valuesOf(directive),
            directive.default,
            `${directive.summary}${directive.since.startsWith("OpenSSH 9") ? ` (${directive.since} or later)` : ""}`,
        ]),
    );
}

function valuesOf({ kind, min, max }: Directive): string {
    if (kind === "boolean") return "true, false";
    return `${min} to ${max}${kind === "count" ? "" : " s"}${kind === "channelTimeouts" ? ", by channel type" : ""}`;
}

function directiveTable(directives: readonly Directive[]): string {
    return table(
        ["property", "key", "values", "default", "since", "what it does"],
        directives.map(({ property, keyword, kind, min, max, default: byDefault, since, summary }) => [
            code(property),
            code(keyword),
            kind === "boolean"
                ? "true, false"
                : `${min} to ${max}${kind === "channelTimeouts" ? ", by channel type" : ""}`,
            byDefault,
            since,
            summary,
        ]),
    );
}

function code(text: string): string {
    return `\`${text}\``;
}

// Pads as the formatter does, so that a generated table is already formatted.
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
    const cells = [head, ...rows].map((row) => row.map((cell) => cell.replace(/\|/g, "\\|")));
    const widths = head.map((_, column) => Math.max(3, ...cells.map((row) => [...(row[column] ?? "")].length)));
    const line = (row: readonly string[]) =>
        `| ${row.map((cell, column) => cell + " ".repeat((widths[column] ?? 0) - [...cell].length)).join(" | ")} |`;
    return [
        line(cells[0] ?? []),
        `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`,
        ...cells.slice(1).map(line),
    ].join("\n");
}
