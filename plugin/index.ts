// The source from which the schema is inferred: the types of the components that index.js serves.
export { SshClientKeepalive, SshKeepalive } from "pulumi-ssh-keepalive";
