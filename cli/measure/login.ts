import { setTimeout as sleep } from "node:timers/promises";
import { Gate } from "./gate";
import { failureReason } from "./ssh/failure";
import { jumpHosts, type SshCall, sshArguments } from "./ssh/options";
import { now, Shell } from "./ssh/shell";

/**
 * The number of concurrent logins. A stock sshd starts to drop connections at 10 unauthenticated ones (MaxStartups
 * 10:30:100), and other users log in at the same time.
 */
const maxConcurrentLogins = 4;

/** Delays before a login is retried, in seconds: the window of a firewall's rate limit is often 30 s. */
const retryDelays = [3, 12, 35];

/** The timeout for the shell's first answer after the login, in seconds. */
const shellTimeout = 15;

/** The timeout for a login, in seconds; the first one may wait for a passphrase. */
const loginTimeouts = { alone: 120, amongMany: 45 };

export type Login = { readonly shell: Shell } | { readonly failure: string };

const notNeeded: Login = { failure: "no longer needed" };

/** Opens sessions on one host. */
export class Logins {
    private readonly gate = new Gate(maxConcurrentLogins);
    private readonly shells = new Set<Shell>();
    private isClosed = false;

    constructor(private readonly call: Omit<SshCall, "mayPrompt">) {}

    /** One session that may ask for a password on the terminal. */
    async first(): Promise<Login> {
        return this.open(true, loginTimeouts.alone);
    }

    /** One of many sessions. Failed logins are retried with growing delays while `isNeeded` holds. */
    async next(isNeeded: () => boolean): Promise<Login> {
        const isWaitedFor = () => isNeeded() && !this.isClosed;
        return this.gate.pass(async () => {
            for (const pause of retryDelays) {
                if (!isWaitedFor()) return notNeeded;
                const login = await this.open(false, loginTimeouts.amongMany, isWaitedFor);
                if ("shell" in login || /ssh-agent|no ssh on the PATH/.test(login.failure)) return login;
                for (let passed = 0; passed < pause * 4 && isWaitedFor(); passed += 1) await sleep(250);
            }
            return isWaitedFor() ? this.open(false, loginTimeouts.amongMany, isWaitedFor) : notNeeded;
        });
    }

    /** Ends all sessions, also those that are being opened, and waits until no ssh is left. No other is opened then. */
    async close(): Promise<void> {
        this.isClosed = true;
        await Promise.all([...this.shells].map((shell) => shell.close()));
    }

    private async open(mayPrompt: boolean, seconds: number, isNeeded: () => boolean = () => true): Promise<Login> {
        const shell = new Shell(sshArguments({ ...this.call, mayPrompt }), !mayPrompt);
        this.shells.add(shell);
        void shell.ended.then(() => this.shells.delete(shell));
        // Only a shell evaluates the sum; a program that echoes its input does not print this word.
        const ready = shell.run("echo ready-$((40+2))", "ready-42", seconds);
        const watch = setInterval(() => {
            if (!isNeeded() || this.isShellSilent(shell)) void shell.close();
        }, 250);
        const reply = await ready;
        clearInterval(watch);
        if (reply !== null) return { shell };
        const ending = shell.isOver ? await shell.ended : null;
        await shell.close();
        return { failure: failureReason(this.call.host, shell, ending, this.isLoggedIn(shell), seconds) };
    }

    private isLoggedIn(shell: Shell): boolean {
        return shell.authenticated.length > jumpHosts(this.call.settings).length;
    }

    /** Logged in, but no shell has answered. */
    private isShellSilent(shell: Shell): boolean {
        return this.isLoggedIn(shell) && now() - (shell.authenticated.at(-1) ?? now()) > shellTimeout * 1000;
    }
}
