// What the schema is inferred from: the types of the components that index.js serves.
export { SshClientKeepalive, SshKeepalive } from "pulumi-ssh-keepalive";
