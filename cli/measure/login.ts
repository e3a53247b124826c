import { Gate } from "./gate";
import { failureReason } from "./ssh/failure";
import { jumpHosts, type SshCall, sshArguments } from "./ssh/options";
import { now, Shell } from "./ssh/shell";

/**
 * The number of concurrent logins. A stock sshd starts to drop connections at 10 unauthenticated ones (MaxStartups
 * 10:30:100), and other users log in at the same time.
 */
const loginsAtOnce = 4;

/** Delays before a login is retried, in seconds: the window of a firewall's rate limit is often 30 s. */
const pauses = [3, 12, 35];

/** How long the shell may take to answer after the login, in seconds. */
const shellSeconds = 15;

/** How long a login may take, in seconds; the first one may wait for a passphrase. */
const loginSeconds = { alone: 120, amongMany: 45 };

export type Login = { readonly shell: Shell } | { readonly failure: string };

/** Opens sessions on one host. */
export class Logins {
    private readonly gate = new Gate(loginsAtOnce);

    constructor(private readonly call: Omit<SshCall, "mayAsk">) {}

    /** One session that may ask for a password on the terminal. */
    async first(): Promise<Login> {
        return this.open(true, loginSeconds.alone);
    }

    /** One of many sessions. Failed logins are retried with growing delays while `wanted` holds. */
    async another(wanted: () => boolean): Promise<Login> {
        return this.gate.pass(async () => {
            for (const pause of pauses) {
                if (!wanted()) return { failure: "no longer wanted" };
                const login = await this.open(false, loginSeconds.amongMany, wanted);
                if ("shell" in login || /ssh-agent|no ssh on the PATH/.test(login.failure)) return login;
                for (let passed = 0; passed < pause * 4 && wanted(); passed += 1) await sleep(0.25);
            }
            return this.open(false, loginSeconds.amongMany, wanted);
        });
    }

    private async open(mayAsk: boolean, seconds: number, wanted: () => boolean = () => true): Promise<Login> {
        const shell = new Shell(sshArguments({ ...this.call, mayAsk }), !mayAsk);
        // Only a shell evaluates the sum; a program that echoes its input does not print this word.
        const ready = shell.run("echo ready-$((40+2))", "ready-42", seconds);
        const watch = setInterval(() => {
            if (!wanted() || this.isMute(shell)) shell.close();
        }, 250);
        const heard = await ready;
        clearInterval(watch);
        if (heard !== null) return { shell };
        const ending = shell.isOver ? await shell.ended : null;
        shell.close();
        return { failure: failureReason(this.call.host, shell, ending, this.isLoggedIn(shell), seconds) };
    }

    private isLoggedIn(shell: Shell): boolean {
        return shell.authenticated.length > jumpHosts(this.call.settings).length;
    }

    /** Logged in, but no shell has answered. */
    private isMute(shell: Shell): boolean {
        return this.isLoggedIn(shell) && now() - (shell.authenticated.at(-1) ?? now()) > shellSeconds * 1000;
    }
}

/** Sleeps for a number of seconds. */
export function sleep(seconds: number): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, seconds * 1000));
}
