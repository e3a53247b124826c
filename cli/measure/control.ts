import { type Login, sleep } from "./login";
import { now, type Shell } from "./ssh/shell";

const pingEvery = 2;
/** How long an answer may take, in seconds. By then the kernel has sent a lost packet again five times or more. */
const patience = 12;
/** A network that takes longer, in seconds, may have been down for so long that the answer to a probe was late. */
const slow = 6;
const reopenFor = 60;

/** A session that is never silent. It tells a hop that forgets from a network that is down. */
export class Control {
    /** Milliseconds that the last answer took. */
    roundTrip: number | undefined;
    /** Why it has ended for good. */
    failure: string | undefined;
    /** Called when it has ended for good, or when this machine was asleep. */
    onFailure: () => void = () => undefined;
    onSleep: () => void = () => undefined;
    private answered: { sent: number; took: number }[] = [];
    private lastBreak = -Infinity;
    private stopped = false;
    private endPings: () => void = () => undefined;
    private readonly stopping = new Promise<void>((resolve) => (this.endPings = resolve));

    constructor(
        private shell: Shell,
        private readonly reopen: () => Promise<Login>,
    ) {}

    /** Pings until `stop`. */
    async keepUp(): Promise<void> {
        let offset = Date.now() - now();
        for (let turn = 0; !this.stopped; turn += 1) {
            await this.ping(turn);
            await Promise.race([sleep(pingEvery), this.stopping]);
            // The clock of the day has run on while the other one stood still.
            const slept = Date.now() - now() - offset > 5000;
            offset = Date.now() - now();
            if (slept) this.onSleep();
        }
    }

    stop(): void {
        this.stopped = true;
        this.endPings();
        this.shell.close();
    }

    /**
     * Whether the network has been there since `opened`, and answered without delay from `at` on; waits for a proof.
     * Times by `now()`.
     */
    async vouches(opened: number, at: number): Promise<boolean> {
        const deadline = now() + (patience + pingEvery) * 1000;
        const proven = () => this.answered.some(({ sent }) => sent >= at);
        while (!this.stopped && !proven() && now() < deadline) await sleep(0.25);
        const since = this.answered.filter(({ sent }) => sent >= at - pingEvery * 1000);
        return proven() && this.lastBreak < opened && since.every(({ took }) => took < slow * 1000);
    }

    /** Seconds to the first TCP keepalive of the host's kernel, if the host says it. */
    async tcpKeepaliveTime(): Promise<number | undefined> {
        const read = "v=$(cat /proc/sys/net/ipv4/tcp_keepalive_time); echo :$v:time-read";
        const heard = await this.shell.run(`{ ${read}; } 2>/dev/null`, ":time-read", patience);
        const value = /:(\d+):time-read$/.exec(heard?.line ?? "")?.[1];
        return value === undefined ? undefined : Number(value);
    }

    private async ping(turn: number): Promise<void> {
        const sent = now();
        const answered = await this.shell.run(`echo ping-${turn}`, `ping-${turn}`, patience);
        if (answered !== null) {
            this.roundTrip = answered.at - sent;
            this.answered.push({ sent, took: this.roundTrip });
        } else if (!this.stopped && this.shell.isOver) {
            await this.openAgain();
        }
    }

    private async openAgain(): Promise<void> {
        this.lastBreak = now();
        const deadline = now() + reopenFor * 1000;
        let failure = "";
        while (!this.stopped && now() < deadline) {
            const login = await this.reopen();
            if ("shell" in login) {
                this.shell = login.shell;
                this.lastBreak = now();
                return;
            }
            failure = login.failure;
            await sleep(pingEvery);
        }
        if (this.stopped) return;
        this.failure = `the connection that is never silent broke, and no new one came about within ${reopenFor} s: ${failure}`;
        this.stopped = true;
        this.onFailure();
    }
}
