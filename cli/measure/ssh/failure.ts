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
        return code === "ENOENT"
            ? "there is no ssh on the PATH; install the OpenSSH client."
            : `ssh cannot be started: ${ending.error.message}.`;
    }
    const said = shell.complaints();
    const last = said.trim().split("\n").slice(-2).join("; ");
    if (loggedIn || shell.unexpected.length > 0) {
        const answer = shell.unexpected.join("; ").slice(0, 200) || last;
        return `the login worked, but no POSIX shell answered${answer && `: ${answer}`}. ${needsShell}`;
    }
    const advice = adviceFor(said, host);
    if (advice !== undefined) return `${ended(last)} ${advice}`;
    return last === "" ? `no login within ${seconds} s.` : ended(last);
}

function ended(sentence: string): string {
    return sentence.replace(/[.\s]*$/, ".");
}

const needsShell =
    "measure lets the host's `sh` send one packet after a silence; a forced command, an account without a shell, SFTP only and Windows' own shells do not run it.";

function adviceFor(said: string, host: string): string | undefined {
    const known: [pattern: RegExp, advice: string][] = [
        [/host key verification failed|host key is known|identification has changed/i, `Log in once with: ssh ${host}`],
        [
            /permission denied|too many authentication failures|no supported authentication/i,
            "measure opens many sessions, so it cannot ask for a password each time: load a key into ssh-agent (ssh-add), or name one with IdentityFile.",
        ],
        [
            /kex_exchange_identification|banner exchange|MaxStartups|connection (?:closed|reset) by .* port/i,
            "The host, or a firewall before it, refuses new connections at the moment (MaxStartups, a rate limit, or a ban).",
        ],
        [/could not resolve/i, `Check the name: ssh -G ${host} shows how your ssh reads it.`],
        [/connection refused/i, "Nothing listens on that port; is sshd running there?"],
        [/timed out|no route|unreachable/i, "A firewall, a wrong address or a host that is down."],
    ];
    return known.find(([pattern]) => pattern.test(said))?.[1];
}
