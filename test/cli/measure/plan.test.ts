import assert from "node:assert/strict";
import * as fc from "fast-check";
import { rungs, tolerance } from "../../../cli/measure/ladder";
import { plan } from "../../../cli/measure/plan";
import { type Breaker, type Probe, type Trial, bothBounds, boundsOf } from "../../../cli/measure/trials";
import { hops } from "../../../core/hops";

const answerAfter = 12;

/**
 * Simulates a measurement without waiting: `keeps` decides whether the connection survives each silence. Returns the
 * trials and the seconds they took.
 */
function simulate(limit: number, keeps: (probe: Probe) => boolean): { trials: Trial[]; seconds: number } {
    const trials: Trial[] = [];
    let running: { probe: Probe; kept: boolean; at: number }[] = [];
    let seconds = 0;
    for (let turn = 0; turn < 2000; turn += 1) {
        const { start, cancel } = plan(
            trials,
            running.map(({ probe }) => probe),
            limit,
        );
        running = running.filter(({ probe }) => !cancel.includes(probe));
        for (const probe of start) {
            const kept = keeps(probe);
            running.push({ probe, kept, at: seconds + probe.silence + (kept ? 0 : answerAfter) });
        }
        if (running.length === 0) return { trials, seconds };
        const next = running.reduce((first, each) => (each.at < first.at ? each : first));
        seconds = next.at;
        trials.push({ ...next.probe, outcome: next.kept ? "kept" : "dropped" });
        running = running.filter((each) => each !== next);
    }
    throw new Error("The plan does not end.");
}

describe("the plan of a measurement", () => {
    it("encloses any idle timeout within 5 s or 5 %, whichever end must send", () => {
        const timeouts = fc.record({
            client: fc.integer({ min: 4, max: 5000 }),
            host: fc.integer({ min: 4, max: 5000 }),
            limit: fc.integer({ min: 5, max: 3600 }),
        });
        fc.assert(
            fc.property(timeouts, ({ limit, ...timeout }) => {
                const { trials } = simulate(limit, ({ breaker, silence }) => silence < timeout[breaker]);
                const bounds = bothBounds(trials);
                const kept = Math.min(bounds.client.kept, bounds.host.kept);
                const lost = Math.min(bounds.client.lost ?? Infinity, bounds.host.lost ?? Infinity);
                const shorter = Math.min(timeout.client, timeout.host);
                assert.ok(kept < shorter && (lost >= shorter || lost === Infinity));
                if (shorter <= limit) assert.ok(lost - kept <= tolerance(kept), `${kept} to ${lost}`);
                else assert.equal(kept, limit);
            }),
        );
    });

    it("takes about as long as a known hop's idle timeout, and little more than twice as long otherwise", () => {
        for (const { idleTimeout } of hops.filter((hop) => hop.idleTimeout < 3600)) {
            const { seconds } = simulate(3600, ({ silence }) => silence < idleTimeout);
            assert.ok(seconds <= idleTimeout * 1.05 + 20, `${idleTimeout}: ${seconds} s`);
        }
        for (let timeout = 4; timeout < 3600; timeout += 7) {
            const { seconds } = simulate(3600, ({ silence }) => silence < timeout);
            assert.ok(seconds <= timeout * 2.75 + 40, `${timeout}: ${seconds} s`);
        }
    });

    it("does not rely on a single lost session", () => {
        const accident = (breaker: Breaker) => {
            let left = 1;
            return (probe: Probe) => {
                const lost = probe.breaker === breaker && probe.silence === 62 && left > 0;
                if (lost) left -= 1;
                return !lost && probe.silence < 300;
            };
        };
        for (const breaker of ["client", "host"] as const) {
            const { trials } = simulate(3600, accident(breaker));
            const { kept, lost, contradictions } = boundsOf(trials, breaker);
            assert.ok(kept < 300 && (lost ?? 0) >= 300, JSON.stringify({ kept, lost }));
            assert.equal(contradictions, 1);
        }
    });

    it("ends on a path that drops sessions at random", () => {
        fc.assert(
            fc.property(fc.infiniteStream(fc.boolean()), fc.integer({ min: 5, max: 3600 }), (kept, limit) => {
                simulate(limit, () => kept.next().value as boolean);
            }),
        );
    });

    it("stops testing the end that keeps the path open once the other end's bound is known", () => {
        const { trials, seconds } = simulate(3600, ({ breaker, silence }) => breaker === "client" || silence < 350);
        assert.deepEqual(bothBounds(trials).host, { kept: 348, lost: 365, contradictions: 0, support: 2 });
        assert.equal(bothBounds(trials).client.lost, null);
        assert.ok(seconds < 650, `${seconds} s`);
    });

    it("starts with at most 32 sessions for each end and an hour, each silence once", () => {
        for (const limit of [5, 60, 100, 900, 3600]) {
            const all = rungs(limit);
            assert.equal(new Set(all).size, all.length);
            assert.equal(all.at(-1), limit);
            assert.ok(all.length <= 32, `${all.length}`);
            assert.deepEqual(
                all,
                [...all].sort((a, b) => a - b),
            );
        }
    });
});
