// The source from which the schema is inferred: the types of the components that index.js serves.
export { SshKeepaliveAssociation } from "pulumi-ssh-keepalive/aws";
