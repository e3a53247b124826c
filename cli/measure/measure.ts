/** Measures how long the path to a host keeps a silent connection. */
import type { EffectiveValues } from "../../core/parse/effective";
import { Control } from "./control";
import { shortestSilence } from "./ladder";
import { Logins } from "./login";
import { plan } from "./plan";
import { SilentSession } from "./session";
import { jumpHosts } from "./ssh/options";
import { readSettings } from "./ssh/settings";
import { isSameProbe, type Probe, type Trial } from "./trials";

/** The state of a measurement while it runs, and its result. All times are in seconds. */
export interface Measurement {
    readonly host: string;
    /** The address that ssh really connects to, according to `ssh -G`. */
    readonly destination: string | null;
    readonly jumpHosts: readonly string[];
    /** Whether the user has a ProxyCommand, whose connection may send packets of its own. */
    readonly proxyCommand: boolean;
    /** The longest silence to try. */
    readonly upTo: number;
    readonly trials: readonly Trial[];
    /** The host breaks each silence after this many seconds, with its ClientAlive probes. */
    readonly hostSpeaksAfter: number | null;
    /** The host ends an idle session after this many seconds. */
    readonly hostEndsAfter: number | null;
    /** The time to the first TCP keepalive of the host's kernel, if the host reports it. */
    readonly tcpKeepaliveTime: number | null;
    /** Why the measurement failed. */
    readonly failure: string | null;
    /** The user interrupted it. */
    readonly interrupted: boolean;
    readonly notes: readonly string[];
}

/** Shows the progress of a measurement. */
export interface Watcher {
    /** ssh may prompt for a passphrase from now on. */
    connecting?: () => void;
    started?: (measurement: Measurement) => void;
    /** The measurement has changed. */
    changed?: (measurement: Measurement, sessions: readonly SilentSession[], roundTrip: number | undefined) => void;
    trial?: (trial: Trial) => void;
    note?: (note: string) => void;
}

const maxSpoiled = 20;

export async function measure(
    host: string,
    upTo: number,
    signal: AbortSignal,
    watcher: Watcher = {},
): Promise<Measurement> {
    const answer = await readSettings(host, signal);
    const run = new Run(host, upTo, "failure" in answer ? {} : answer.settings, watcher);
    if (signal.aborted) return { ...run.result(), interrupted: true };
    if ("failure" in answer) return { ...run.result(), failure: answer.failure };
    signal.addEventListener("abort", () => run.interrupt());
    return run.run();
}

class Run {
    private readonly logins: Logins;
    private control: Control | undefined;
    private readonly sessions = new Set<SilentSession>();
    private readonly work: Promise<void>[] = [];
    private readonly trials: Trial[] = [];
    private readonly notes: string[] = [];
    private readonly unopened: Probe[] = [];
    private limit: number;
    private spoiled = 0;
    private hostSpeaksAfter: number | null = null;
    private hostEndsAfter: number | null = null;
    private tcpKeepaliveTime: number | null = null;
    private failure: string | null = null;
    private interrupted = false;
    private isFinished = false;
    private finish: () => void = () => undefined;

    constructor(
        private readonly host: string,
        private readonly upTo: number,
        private readonly settings: EffectiveValues,
        private readonly watcher: Watcher,
    ) {
        this.limit = upTo;
        this.logins = new Logins({ host, settings });
    }

    async run(): Promise<Measurement> {
        try {
            return await this.tryPath();
        } finally {
            this.control?.stop();
            for (const session of this.sessions) session.cancel();
            await this.logins.close();
            await Promise.all(this.work);
        }
    }

    private async tryPath(): Promise<Measurement> {
        this.watcher.connecting?.();
        const first = await this.logins.first();
        if (this.interrupted) return this.result();
        if ("failure" in first) return { ...this.result(), failure: first.failure };
        const control = new Control(first.shell, () => this.logins.next(() => !this.interrupted));
        this.control = control;
        control.onFailure = () => this.fail(control.failure ?? "");
        control.onSleep = () => this.onSleep();
        this.tcpKeepaliveTime = (await control.tcpKeepaliveTime()) ?? null;
        this.watcher.started?.(this.result());
        const finished = new Promise<void>((resolve) => (this.finish = resolve));
        this.work.push(control.keepPinging());
        const ticks = setInterval(() => this.show(), 1000);
        this.advance();
        await finished;
        this.isFinished = true;
        clearInterval(ticks);
        return this.result();
    }

    interrupt(): void {
        this.interrupted = true;
        this.control?.stop();
        void this.logins.close();
        this.finish();
    }

    result(): Measurement {
        const destination = this.settings.hostname;
        return {
            host: this.host,
            destination: destination === undefined ? null : `${destination} port ${this.settings.port ?? 22}`,
            jumpHosts: jumpHosts(this.settings),
            proxyCommand: (this.settings.proxycommand ?? "none") !== "none",
            upTo: this.upTo,
            trials: [...this.trials],
            hostSpeaksAfter: this.hostSpeaksAfter,
            hostEndsAfter: this.hostEndsAfter,
            tcpKeepaliveTime: this.tcpKeepaliveTime,
            failure: this.failure,
            interrupted: this.interrupted,
            notes: [...this.notes],
        };
    }

    /** Starts and ends sessions as the trials so far require. */
    private advance(): void {
        if (this.interrupted || this.failure !== null) return this.finish();
        const pending = [...this.sessions].map(({ probe }) => probe);
        const { start, cancel } = plan(this.trials, pending, this.limit);
        const possible = start.filter((probe) => !this.unopened.some((each) => isSameProbe(each, probe)));
        for (const session of this.sessions) if (cancel.includes(session.probe)) session.cancel();
        for (const probe of possible) this.start(probe);
        this.show();
        if (pending.length === cancel.length && possible.length === 0) this.finish();
    }

    private start(probe: Probe): void {
        if (this.control === undefined) return;
        const session = new SilentSession(probe, this.logins, this.control, {
            silent: () => this.show(),
            trial: (trial) => {
                this.trials.push(trial);
                this.watcher.trial?.(trial);
            },
            onHostTraffic: (after) => this.hostSpoke(after),
        });
        this.sessions.add(session);
        const ended = session.run().then((end) => {
            this.sessions.delete(session);
            if (this.isFinished) return;
            if (end.kind === "spoiled" && (this.spoiled += 1) > maxSpoiled)
                this.fail("the network was down too often to get a result.");

            if (end.kind === "not opened") this.onNotOpened(probe, end.failure);
            if (end.kind === "ended by the host") this.onHostEnd(end.after);
            this.advance();
        });
        this.work.push(ended);
    }

    private hostSpoke(after: number): void {
        const rounded = Math.round(after);
        if (this.hostSpeaksAfter !== null && this.hostSpeaksAfter <= rounded) return;
        this.hostSpeaksAfter = rounded;
        this.limitTo(rounded - 1);
        this.note(`The host itself sends a packet after ${rounded} s of silence; longer silences cannot be tried.`);
        this.advance();
    }

    private onHostEnd(after: number): void {
        const rounded = Math.round(after);
        if (this.hostEndsAfter !== null && this.hostEndsAfter <= rounded) return;
        this.hostEndsAfter = rounded;
        this.limitTo(rounded - 1);
        this.note(
            `The host ends an idle session after ${rounded} s (ChannelTimeout?); longer silences cannot be tried.`,
        );
    }

    private limitTo(limit: number): void {
        this.limit = Math.max(shortestSilence, Math.min(this.limit, limit));
    }

    private onNotOpened(probe: Probe, failure: string): void {
        this.unopened.push(probe);
        if (this.trials.length === 0 && this.sessions.size === 0) this.fail(failure);
        if (this.unopened.length === 1) this.note(`Not every session could be opened: ${failure}`);
    }

    private onSleep(): void {
        this.note("This machine was asleep; the sessions that were open at that time are repeated.");
        for (const session of this.sessions) session.cancel("spoiled");
    }

    private note(note: string): void {
        this.notes.push(note);
        this.watcher.note?.(note);
    }

    private fail(failure: string): void {
        this.failure ??= failure;
        this.finish();
    }

    private show(): void {
        this.watcher.changed?.(this.result(), [...this.sessions], this.control?.roundTrip);
    }
}
