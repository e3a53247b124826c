/**
 * The same cases at each run of the tests, so that a run fails for what was changed and not by chance. Others are looked
 * for with POLICIES_SEED=$RANDOM.
 */
export const fuzzSeed = Number(process.env.POLICIES_SEED ?? 1);
