export * from "./types";
export { checkRequirements } from "./requirements";
export { setNames } from "./registry";
export { type Root, listRoots, prepareRoot } from "./roots";
export { addHosts, reboot, removeHosts } from "./hosts";
export { type SetOptions, down, inController, listSets, openSet, up } from "./sets";
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
export { cutPower, dropPackets, reachOnlyThrough, restorePackets } from "./faults";
export type { Result } from "./run";
