// What the schema is inferred from: the types of the components that index.js serves.
export { SshKeepaliveAssociation } from "pulumi-ssh-keepalive/aws";
