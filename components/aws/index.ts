// What needs @pulumi/aws: imported as pulumi-ssh-keepalive/aws, so that nobody else need install it.
export type { FleetOutputArgs, FleetTargetArgs, SshKeepaliveAssociationArgs } from "./association/args";
export { SshKeepaliveAssociation } from "./association/sshKeepaliveAssociation";
