/** Where a keepalive starts to do harm. The policy pack's defaults, and the warnings of reports. All in seconds. */

/** A probe more often than this is load without use: no known hop forgets so fast. */
export const minInterval = 15;

/** A session that ends sooner than this does not survive a change of network or a rebooting router. */
export const minSeconds = 45;

/** A dead session that stays longer than this is a risk; 120 × 30 is just allowed, (30 + 1) × 120. */
export const maxSeconds = 3720;
