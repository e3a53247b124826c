/** The bounds beyond which keepalive does harm: the policy pack's defaults, and the thresholds of warnings. In seconds. */

/** Probing more often than this only adds load: no known hop has so short an idle timeout. */
export const minInterval = 15;

/** A session that ends sooner than this does not survive a change of network or a rebooting router. */
export const minSeconds = 45;

/** A dead session that stays longer than this is a risk; 120 × 30 is just allowed, (30 + 1) × 120. */
export const maxSeconds = 3720;
