export * from "./types";
export { MissingRequirement, checkRequirements } from "./requirements";
export { type Root, listRoots, prepareRoot } from "./roots";
export { type SetOptions, addHosts, down, inController, listSets, openSet, removeHosts, up } from "./sets";
export { lockedClientKey } from "./keys";
