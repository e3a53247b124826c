import { noSsh } from "../../runSsh";
import type { Ending, Shell } from "./shell";

/** Why a session could not be opened, and the remedy, as a sentence about the host. */
export function failureReason(
    host: string,
    shell: Shell,
    ending: Ending | null,
    loggedIn: boolean,
    seconds: number,
): string {
    if (ending?.error !== undefined) {
        const { code } = ending.error as NodeJS.ErrnoException;
        return code === "ENOENT" ? noSsh : `ssh cannot be started: ${ending.error.message}.`;
    }
    const output = shell.errorOutput();
    const last = output.trim().split("\n").slice(-2).join("; ");
    if (loggedIn || shell.unexpected.length > 0) {
        const answer = shell.unexpected.join("; ").slice(0, 200) || last;
        return `the login worked, but no POSIX shell answered${answer && `: ${answer}`}. ${shellRequirement}`;
    }
    const advice = adviceFor(output, host);
    if (advice !== undefined) return `${ended(last)} ${advice}`;
    return last === "" ? `no login within ${seconds} s.` : ended(last);
}

function ended(sentence: string): string {
    return sentence.replace(/[.\s]*$/, ".");
}

const shellRequirement =
    "measure needs a POSIX `sh` on the host, which a forced command, an account without a shell, an SFTP-only account or a Windows shell does not provide.";

function adviceFor(output: string, host: string): string | undefined {
    const known: [pattern: RegExp, advice: string][] = [
        [/host key verification failed|host key is known|identification has changed/i, `Log in once with: ssh ${host}`],
        [
            /permission denied|too many authentication failures|no supported authentication/i,
            "measure opens many sessions, so it cannot prompt for a password each time: load a key into ssh-agent (ssh-add), or set IdentityFile.",
        ],
        [
            /kex_exchange_identification|banner exchange|MaxStartups|connection (?:closed|reset) by .* port/i,
            "The host, or a firewall in front of it, refuses new connections at the moment (MaxStartups, a rate limit, or a ban).",
        ],
        [/could not resolve/i, `Check the name: ssh -G ${host} shows how your ssh resolves it.`],
        [/connection refused/i, "No process listens on that port; is sshd running there?"],
        [/timed out|no route|unreachable/i, "Check the address, firewalls on the path, and whether the host is up."],
    ];
    return known.find(([pattern]) => pattern.test(output))?.[1];
}
