export * from "./types";
export { MissingRequirement, checkRequirements } from "./requirements";
export { type Root, listRoots, prepareRoot } from "./roots";
export { type SetOptions, addHosts, down, inController, listSets, openSet, removeHosts, up } from "./sets";
export { lockedClientKey } from "./keys";
export { type ExecOptions, type SshOptions, exec, execArgv, mustExec, ssh, sshArgv } from "./access";
export {
    type Connection,
    type KernelKeepalive,
    acceptedConnections,
    answers,
    effective,
    reloads,
    sshdLog,
    sshdPid,
    sysctl,
} from "./inspect";
export { type Snapshot, differences, snapshot } from "./snapshot";
export { cutPower, dropPackets, restorePackets } from "./faults";
export type { Result } from "./run";
