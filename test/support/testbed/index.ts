export * from "./types";
export { prepareRoot } from "./roots";
export { addHosts, hostLimit, reboot, removeHosts } from "./hosts";
export { down, inController, listSets, openSet, up } from "./sets";
export { lockedClientKey } from "./disk";
export { type ExecOptions, exec, execArgv, mustExec, ssh, sshArgv } from "./access";
export {
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
