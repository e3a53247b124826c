// What needs @pulumi/aws: imported as pulumi-ssh-keepalive/aws, so that nobody else need install it.
export type {
    FleetOutput as FleetOutputArgs,
    FleetTarget as FleetTargetArgs,
    SshKeepaliveAssociationArgs,
} from "./association/args";
export type { KeepaliveSettings, Kernel as KernelArgs, Server as ServerArgs } from "../server/args";
export { SshKeepaliveAssociation } from "./association/sshKeepaliveAssociation";
