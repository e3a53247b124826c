/** The files to paste, each with where it belongs, how to check and load it, and what the version does not take. */
import { globalType, globalTypeSince } from "../channelTypes";
import { distributionNamed } from "../distributions";
import { type OpenSshVersionLike, shortVersion } from "../openssh";
import {
    puttyDefaultSession,
    puttyFileName,
    puttyRegistryReason,
    renderPuttyReg,
    renderPuttySession,
} from "../render/putty";
import { renderSshConfig } from "../render/sshConfig";
import { sshdLines } from "../render/sshdConfig";
import { sysctlLines } from "../render/sysctl";
import type { ClientSettings, ServerSettings, Settings } from "../settings";
import { knownSettings, knows, sinceOf } from "../unknownSettings";

export interface PasteFile {
    /** Where it belongs, and which part of the file it is. */
    readonly place: string;
    /** Its name when it is written to a folder. */
    readonly fileName: string;
    /** The text; empty where there is none to paste. */
    readonly text: string;
    /** The commands that check it, load it only if that went well, and show what is effective; one a line. */
    readonly commands: readonly string[];
    /** Why there is no text, and what to know about it. */
    readonly notes: readonly string[];
}

export const fileNames = ["sshdConfig", "sysctl", "sshConfig", "puttyReg", "puttySession"] as const;

export type PasteFiles = Readonly<Record<(typeof fileNames)[number], PasteFile>>;

export interface PasteConditions {
    readonly openssh?: OpenSshVersionLike | undefined;
    /** PuTTY's saved session; its default settings by default. */
    readonly puttySession?: string | undefined;
    /** Why sshd's settings must not be used as they are; undefined where they may. */
    readonly refused?: string | undefined;
}

/** The files for these settings, without the header of managed files. */
export function pasteFiles(
    { server, kernel, client }: Settings,
    { openssh, puttySession = puttyDefaultSession, refused }: PasteConditions = {},
): PasteFiles {
    return {
        sshdConfig: sshdFile(server, openssh, refused),
        sysctl: {
            place: "/etc/sysctl.d/99-zz-keepalive.conf",
            fileName: "99-zz-keepalive.conf",
            ...textOrNote(sysctlLines(kernel), "the kernel's own values stay"),
            commands: ["sudo sysctl -p /etc/sysctl.d/99-zz-keepalive.conf"],
        },
        sshConfig: {
            place: "~/.ssh/config, at its end",
            fileName: "ssh_config",
            ...(Object.keys(client).length > 0
                ? { text: renderSshConfig(client), notes: [] }
                : textOrNote([], "the client's own values stay")),
            commands: ["ssh -G example.com | grep -i alive"],
        },
        ...puttyFiles(client, puttySession),
    };
}

function sshdFile(
    server: ServerSettings,
    openssh: OpenSshVersionLike | undefined,
    refused: string | undefined,
): PasteFile {
    const { known, leftOut } = knownSettings(server, openssh);
    const version = shortVersion(openssh);
    const hasInclude = knows(version, "8.2");
    const placed = hasInclude
        ? { place: "/etc/ssh/sshd_config.d/00-keepalive.conf", fileName: "00-keepalive.conf" }
        : { place: "/etc/ssh/sshd_config, at its top, above every other line", fileName: "sshd_config-top" };
    if (refused !== undefined) return { ...placed, text: "", commands: [], notes: [`nothing to paste: ${refused}`] };
    const lines = sshdLines(known);
    const { text, notes } = textOrNote(lines, "sshd's own values stay");
    const include =
        "if the last command does not show these values, the main file has no Include (Amazon Linux 2023, older systems) or sets them itself: put the lines at the top of /etc/ssh/sshd_config instead";
    const since = needed(known).map(
        (since) => `OpenSSH ${since} or later is needed; sshd -t refuses it on an older one`,
    );
    return {
        ...placed,
        text,
        commands: lines.length === 0 ? [] : [reloadCommand(openssh), "sudo sshd -T | grep -i -E 'alive|timeout'"],
        notes: [
            ...notes,
            ...leftOut,
            ...(lines.length === 0 ? [] : [...(hasInclude ? [include] : []), ...(version === undefined ? since : [])]),
        ],
    };
}

function needed({ channelTimeout, unusedConnectionTimeout }: ServerSettings): string[] {
    if (channelTimeout?.[globalType] !== undefined) return [globalTypeSince];
    return (channelTimeout ?? unusedConnectionTimeout) === undefined ? [] : [sinceOf("channelTimeout")];
}

// A daemon whose new configuration does not parse exits at the reload, and no user could log in any more.
function reloadCommand(openssh: OpenSshVersionLike | undefined): string {
    const distribution = typeof openssh === "string" ? distributionNamed(openssh)?.name : undefined;
    if (distribution === undefined)
        return "sudo sshd -t && { sudo systemctl reload ssh || sudo systemctl reload sshd; }";

    if (distribution.startsWith("alpine")) return "sudo sshd -t && sudo rc-service sshd reload";
    return `sudo sshd -t && sudo systemctl reload ${/^(debian|ubuntu)/.test(distribution) ? "ssh" : "sshd"}`;
}

function puttyFiles(client: ClientSettings, session: string): Pick<PasteFiles, "puttyReg" | "puttySession"> {
    const text = renderPuttySession(client);
    const unnamed = puttyRegistryReason(session);
    const none = textOrNote([], "PuTTY's own values stay");
    return {
        puttyReg: {
            place: `a .reg file for PuTTY on Windows, session "${session}": a double click merges it`,
            fileName: "keepalive.reg",
            ...(text === ""
                ? none
                : { text: unnamed ? "" : renderPuttyReg(client, session), notes: unnamed ? [unnamed] : [] }),
            commands: [],
        },
        puttySession: {
            place: `~/.putty/sessions/${puttyFileName(session)} for PuTTY on Unix, instead of its lines of the same names`,
            fileName: `putty-${puttyFileName(session)}`,
            ...(text === "" ? none : { text, notes: [] }),
            commands: [],
        },
    };
}

function textOrNote(lines: readonly string[], otherwise: string): { text: string; notes: string[] } {
    return lines.length > 0
        ? { text: lines.map((line) => `${line}\n`).join(""), notes: [] }
        : { text: "", notes: [`nothing to paste: ${otherwise}`] };
}
