/** The conclusion from the trials. All times are in seconds. */
import { hops } from "../../core/hops";
import { ownHopRange } from "../../core/networkPath";
import { resolveSettings } from "../../core/resolve";
import type { ClientSettings, ServerSettings } from "../../core/settings";
import type { Measurement } from "./measure";
import { type Bounds, type Breaker, bothBounds, breakers } from "./trials";

export interface Finding {
    readonly bounds: Record<Breaker, Bounds>;
    /** How the shortest lost silence of each end was lost. */
    readonly how: Record<Breaker, "dropped" | "reset" | null>;
    /** The path keeps a silent connection for at least this long; 0 if unknown. */
    readonly atLeast: number;
    /** The path has dropped it by then; null if nothing was lost. */
    readonly atMost: number | null;
    /** The value for a Pulumi program; null if no value is known to work. */
    readonly networkPath: [string] | null;
    readonly derived: { server: ServerSettings; client: ClientSettings } | null;
    /** Known hops whose idle timeout lies between the bounds. */
    readonly likely: readonly string[];
}

/** Draws the conclusion, also from an unfinished measurement. */
export function conclude({ trials, tcpKeepaliveTime }: Measurement): Finding {
    const bounds = bothBounds(trials);
    const losses = breakers.map((breaker) => bounds[breaker].lost).filter((lost) => lost !== null);
    const atMost = losses.length === 0 ? null : Math.min(...losses);
    const kept = Math.min(...breakers.map((breaker) => bounds[breaker].kept));
    // If nothing was lost, the host's kernel may have broken each longer silence.
    const unproven = atMost === null && tcpKeepaliveTime !== null;
    const atLeast = unproven ? Math.min(kept, tcpKeepaliveTime) : kept;
    const networkPath: [string] | null = atLeast < ownHopRange.min ? null : [String(atLeast)];
    const settings = networkPath && resolveSettings({ networkPath });
    return {
        bounds,
        how: {
            client: howLost(trials, "client", bounds.client.lost),
            host: howLost(trials, "host", bounds.host.lost),
        },
        atLeast,
        atMost,
        networkPath,
        derived: settings && { server: settings.server, client: settings.client },
        likely:
            atMost === null
                ? []
                : hops
                      .filter(({ idleTimeout }) => idleTimeout >= atLeast && idleTimeout <= atMost)
                      .map(({ name }) => name),
    };
}

function howLost(trials: Measurement["trials"], breaker: Breaker, lost: number | null): "dropped" | "reset" | null {
    const trial = trials.find((each) => each.breaker === breaker && each.silence === lost && each.outcome !== "kept");
    return trial === undefined || trial.outcome === "kept" ? null : trial.outcome;
}
