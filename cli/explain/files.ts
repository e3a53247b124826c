import { puttyFileName, puttyDefaultSession, renderPuttyReg, renderPuttySession } from "../../core/render/putty";
import { renderSshConfig } from "../../core/render/sshConfig";
import { sshdLines } from "../../core/render/sshdConfig";
import { sysctlLines } from "../../core/render/sysctl";
import type { ClientSettings, KernelSettings, ServerSettings } from "../../core/settings";

/** The texts of the files; a text without values is empty. */
export interface Files {
    sshdConfig: string;
    sysctl: string;
    sshConfig: string;
    puttyReg: string;
    puttySession: string;
}

/** The files for these settings, for pasting: without the header of managed files. */
export function filesFor(settings: { server: ServerSettings; kernel: KernelSettings; client: ClientSettings }): Files {
    const { server, kernel, client } = settings;
    const clientSets = Object.keys(client).length > 0;
    const puttySession = renderPuttySession(client);
    return {
        sshdConfig: sshdLines(server).map(withNewline).join(""),
        sysctl: sysctlLines(kernel).map(withNewline).join(""),
        sshConfig: clientSets ? renderSshConfig(client) : "",
        puttyReg: puttySession === "" ? "" : renderPuttyReg(client),
        puttySession,
    };
}

/** The files one below the other, each under its place and what to do with it. */
export function filesText(files: Files): string {
    const titles: Record<keyof Files, [title: string, empty: string]> = {
        sshdConfig: ["/etc/ssh/sshd_config.d/00-keepalive.conf (then: systemctl reload ssh)", "sshd's own values stay"],
        sysctl: ["/etc/sysctl.d/99-zz-keepalive.conf (then: sysctl --system)", "the kernel's own values stay"],
        sshConfig: ["~/.ssh/config, at its end", "the client's own values stay"],
        puttyReg: ["keepalive.reg for PuTTY on Windows (Default Settings)", "PuTTY's own values stay"],
        puttySession: [
            `~/.putty/sessions/${puttyFileName(puttyDefaultSession)} for PuTTY on Unix`,
            "PuTTY's own values stay",
        ],
    };
    return (Object.keys(titles) as (keyof Files)[])
        .map((name) => {
            const [title, empty] = titles[name];
            return `--- ${title}\n${files[name].replace(/\r\n/g, "\n") || `(nothing: ${empty})\n`}`;
        })
        .join("\n");
}

function withNewline(line: string): string {
    return `${line}\n`;
}
