export type { HostArgs, KeepaliveSettings, KernelArgs, ProxyArgs, ServerArgs, SshKeepaliveArgs } from "./server/args";
export { type UserDataOptions, keepaliveUserData } from "./aws/userData/keepaliveUserData";
export type { ClientReport, ClientTiming } from "./client/report";
export type { ClientArgs, ClientHostArgs, SshClientKeepaliveArgs } from "./client/args";
export type { Drift, HostReport } from "./server/report";
export { SshClientKeepalive } from "./client/sshClientKeepalive";
export { SshKeepalive } from "./server/sshKeepalive";
