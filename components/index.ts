export type { HostArgs, KeepaliveSettings, KernelArgs, ProxyArgs, ServerArgs, SshKeepaliveArgs } from "./args";
export { type UserDataOptions, keepaliveUserData } from "./aws/userData/keepaliveUserData";
export type { ClientReport, ClientTiming } from "./client/report";
export type { ClientArgs, ClientHostArgs, SshClientKeepaliveArgs } from "./clientArgs";
export type { Drift, HostReport } from "./host/report";
export { SshClientKeepalive } from "./sshClientKeepalive";
export { SshKeepalive } from "./sshKeepalive";
