import fc from "fast-check";

/**
 * The seed of every generated input. It is the same in each run, so that a test fails because of a change and not by chance;
 * TEST_SEED=$RANDOM looks for other inputs.
 */
export const seed = Number(process.env.TEST_SEED ?? 1);

fc.configureGlobal({ ...fc.readConfigureGlobal(), seed });
