// Everything that needs @pulumi/aws. Imported as pulumi-ssh-keepalive/aws, so that only its users have to install that.
export type {
    FleetOutput as FleetOutputArgs,
    FleetTarget as FleetTargetArgs,
    SshKeepaliveAssociationArgs,
} from "./association/args";
export type { KeepaliveSettings, Kernel as KernelArgs, Server as ServerArgs } from "../server/args";
export { SshKeepaliveAssociation } from "./association/sshKeepaliveAssociation";
