import { setTimeout as sleep } from "node:timers/promises";
import type { Login } from "./login";
import { answerTimeout, now, type Shell } from "./ssh/shell";

const pingInterval = 2;
/** If an answer takes longer than this, in seconds, an outage of the network may have delayed the answer to a probe. */
const slowAnswer = 6;
const reopenTimeout = 60;

/** A session that is never silent. It distinguishes a hop that dropped a connection from a network that is down. */
export class Control {
    /** The last round trip, in milliseconds. */
    roundTrip: number | undefined;
    /** Why it ended permanently. */
    failure: string | undefined;
    /** Called when it has ended permanently, or after this machine was asleep. */
    onFailure: () => void = () => undefined;
    onSleep: () => void = () => undefined;
    private answered: { sent: number; took: number }[] = [];
    private lastBreak = -Infinity;
    private readonly stopping = new AbortController();

    constructor(
        private shell: Shell,
        private readonly reopen: () => Promise<Login>,
    ) {}

    /** Pings until `stop`. */
    async keepPinging(): Promise<void> {
        let offset = Date.now() - now();
        for (let turn = 0; !this.stopped; turn += 1) {
            await this.ping(turn);
            await this.pause(pingInterval);
            // The wall clock has advanced while the monotonic clock stood still.
            const slept = Date.now() - now() - offset > 5000;
            offset = Date.now() - now();
            if (slept) this.onSleep();
        }
    }

    stop(): void {
        this.stopping.abort();
        void this.shell.close();
    }

    /**
     * Whether the network has been up since `opened` and has answered without delay since `at`; waits until that is
     * proven. Times are by `now()`.
     */
    async provesNetworkUp(opened: number, at: number): Promise<boolean> {
        const deadline = now() + (answerTimeout + pingInterval) * 1000;
        const proven = () => this.answered.some(({ sent }) => sent >= at);
        while (!this.stopped && !proven() && now() < deadline) await this.pause(0.25);
        const since = this.answered.filter(({ sent }) => sent >= at - pingInterval * 1000);
        return proven() && this.lastBreak < opened && since.every(({ took }) => took < slowAnswer * 1000);
    }

    /** Seconds to the first TCP keepalive of the host's kernel, if the host reports it. */
    async tcpKeepaliveTime(): Promise<number | undefined> {
        const read = "v=$(cat /proc/sys/net/ipv4/tcp_keepalive_time); echo :$v:time-read";
        const reply = await this.shell.run(`{ ${read}; } 2>/dev/null`, ":time-read", answerTimeout);
        const value = /:(\d+):time-read$/.exec(reply?.line ?? "")?.[1];
        return value === undefined ? undefined : Number(value);
    }

    private async ping(turn: number): Promise<void> {
        const sent = now();
        const answered = await this.shell.run(`echo ping-${turn}`, `ping-${turn}`, answerTimeout);
        if (answered !== null) {
            this.roundTrip = answered.at - sent;
            this.answered.push({ sent, took: this.roundTrip });
        } else if (!this.stopped && this.shell.isOver) {
            await this.reopenSession();
        }
    }

    private async reopenSession(): Promise<void> {
        this.lastBreak = now();
        const deadline = now() + reopenTimeout * 1000;
        let failure = "";
        while (!this.stopped && now() < deadline) {
            const login = await this.reopen();
            if ("shell" in login) {
                this.shell = login.shell;
                this.lastBreak = now();
                return;
            }
            failure = login.failure;
            await this.pause(pingInterval);
        }
        if (this.stopped) return;
        this.failure = `the connection that is never silent broke, and could not be reopened within ${reopenTimeout} s: ${failure}`;
        this.stopping.abort();
        this.onFailure();
    }

    private get stopped(): boolean {
        return this.stopping.signal.aborted;
    }

    /** Waits for a number of seconds, or until `stop`. */
    private async pause(seconds: number): Promise<void> {
        await sleep(seconds * 1000, undefined, { signal: this.stopping.signal }).catch(() => undefined);
    }
}
