export type { HostArgs, KernelArgs, ProxyArgs, ServerArgs, SshKeepaliveArgs } from "./args";
export type { Drift, HostReport } from "./host/report";
export { SshKeepalive } from "./sshKeepalive";
