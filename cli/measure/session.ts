/** One session that is left silent and then used once. */
import type { Control } from "./control";
import type { Logins } from "./login";
import { answerTimeout, type Reply, now, type Shell } from "./ssh/shell";
import type { Breaker, Outcome, Probe, Trial } from "./trials";

/** How a session ended. */
export type SessionEnd =
    /** A result about the path. */
    | { readonly kind: "tried" }
    /** The network was down or this machine asleep: no result. */
    | { readonly kind: "spoiled" }
    | { readonly kind: "cancelled" }
    /** The host ended the idle session after this many seconds: a ChannelTimeout, or another limit. */
    | { readonly kind: "ended by the host"; readonly after: number }
    | { readonly kind: "not opened"; readonly failure: string };

/** Events while the session runs. */
export interface SessionEvents {
    /** The silence has begun. */
    silent: () => void;
    trial: (trial: Trial) => void;
    /** The host broke the silence by itself after this many seconds, most likely with an sshd probe. */
    onHostTraffic: (after: number) => void;
}

export class SilentSession {
    /** When the silence began, by `now()`. */
    begun: number | undefined;
    /** When the client broke it. */
    private used: number | undefined;
    private shell: Shell | undefined;
    private cancelled: "cancelled" | "spoiled" | undefined;
    private wake: () => void = () => undefined;

    constructor(
        readonly probe: Probe,
        private readonly logins: Logins,
        private readonly control: Control,
        private readonly events: SessionEvents,
    ) {}

    /** Ends it early: it is no longer needed, or cannot produce a result. */
    cancel(why: "cancelled" | "spoiled" = "cancelled"): void {
        this.cancelled ??= why;
        void this.shell?.close();
        this.wake();
    }

    async run(): Promise<SessionEnd> {
        const login = await this.logins.next(() => this.cancelled === undefined);
        if ("failure" in login)
            return this.cancelled ? { kind: this.cancelled } : { kind: "not opened", failure: login.failure };

        this.shell = login.shell;
        try {
            return await this.measureSilence(login.shell);
        } finally {
            await login.shell.close();
        }
    }

    private async measureSilence(shell: Shell): Promise<SessionEnd> {
        const { breaker, silence } = this.probe;
        const orderedAt = now();
        const order = breaker === "host" ? `echo silent; ${answerAfter(silence)}` : "echo silent";
        const begun = await shell.run(order, "silent", answerTimeout);
        if (begun === null) return this.cancelled ? { kind: this.cancelled } : { kind: "spoiled" };
        // The hop saw the last packet at some time between the two.
        const silentSince = { earliest: orderedAt, latest: begun.at };
        this.begun = begun.at;
        this.events.silent();
        shell.onTraffic = (at) => {
            const after = (at - silentSince.latest) / 1000;
            // Messages that belong to the answer arrive with it.
            if (after < 0.5 || after > silence - 0.5) return;
            silentSince.earliest = silentSince.latest = at;
            this.report("host", after, "kept");
            this.events.onHostTraffic(after);
        };
        const due = begun.at + silence * 1000;
        const answered = await (breaker === "host"
            ? shell.answer("done", silence + answerTimeout)
            : this.useAfter(shell, silence));
        if (this.cancelled) return { kind: this.cancelled };
        const used = Math.max(due, this.used ?? due);
        if (answered !== null) {
            this.report(breaker, (used - silentSince.latest) / 1000, "kept");
            return { kind: "tried" };
        }
        const ending = shell.isOver ? await shell.ended : undefined;
        const early = ending !== undefined && ending.at < due;
        if (early && !ending.broken)
            return { kind: "ended by the host", after: (ending.at - silentSince.latest) / 1000 };

        const broken = early ? ending.at : used;
        const isNetworkUp = await this.control.provesNetworkUp(orderedAt, broken);
        if (this.cancelled) return { kind: this.cancelled };
        if (!isNetworkUp) return { kind: "spoiled" };
        this.report(breaker, (broken - silentSince.earliest) / 1000, ending === undefined ? "dropped" : "reset");
        return { kind: "tried" };
    }

    private async useAfter(shell: Shell, silence: number): Promise<Reply | null> {
        let timer: NodeJS.Timeout | undefined;
        const woken = new Promise<void>((resolve) => {
            this.wake = resolve;
            timer = setTimeout(resolve, silence * 1000);
        });
        await Promise.race([woken, shell.ended]);
        clearTimeout(timer);
        if (this.cancelled || shell.isOver) return null;
        this.used = now();
        return shell.run("echo done", "done", answerTimeout);
    }

    private report(breaker: Breaker, seconds: number, outcome: Outcome): void {
        this.events.trial({ breaker, silence: Math.max(0, Math.round(seconds)), outcome });
    }
}

/** A line of shell that prints "done" after this many seconds, and whose `sleep` ends with the session. */
function answerAfter(seconds: number): string {
    const answer = `trap 'kill $s; exit' TERM; sleep ${seconds} & s=$!; wait $s && echo done`;
    return `trap 'kill $p 2>/dev/null' EXIT; (${answer}) 2>/dev/null & p=$!`;
}
