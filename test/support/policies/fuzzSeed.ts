/**
 * Every run uses the same cases, so that a failure is caused by a change and not by chance. POLICIES_SEED=$RANDOM
 * searches for others.
 */
export const fuzzSeed = Number(process.env.POLICIES_SEED ?? 1);
