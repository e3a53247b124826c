export type {
    Host as HostArgs,
    KeepaliveSettings,
    Kernel as KernelArgs,
    Proxy as ProxyArgs,
    Server as ServerArgs,
    SshKeepaliveArgs,
} from "./server/args";
export { type UserDataOptions, keepaliveUserData } from "./aws/userData/keepaliveUserData";
export type { ClientHopTiming, ClientReport, ClientTiming } from "./client/report";
export type { Client as ClientArgs, ClientHost as ClientHostArgs, SshClientKeepaliveArgs } from "./client/args";
export type { Drift, HostFindings } from "./remote/hostReport";
export type { HostReport } from "./server/report";
export type { HopTiming, HostTiming } from "./server/timing";
export { SshClientKeepalive } from "./client/sshClientKeepalive";
export { SshKeepalive } from "./server/sshKeepalive";
export { Become, Hop, Profile } from "./names";
