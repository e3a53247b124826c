import type * as pulumi from "@pulumi/pulumi";

// An interface's own name is its name in the schema, to which Python, Go and the others append "Args". So interfaces of
// arguments are named without it, and ../index.ts exports them to TypeScript with it: all languages have the same names.

/** How a bastion on the way to a host is reached: the fields of `@pulumi/command`'s proxy connection. */
export interface Proxy {
    /** Address of the bastion. */
    host: pulumi.Input<string>;
    /** Port of its sshd; 22 by default. */
    port?: pulumi.Input<number>;
    /** Who logs in; `root` by default. */
    user?: pulumi.Input<string>;
    /** Text of the private key (not a path). Kept as a secret. */
    privateKey?: pulumi.Input<string>;
    /** Passphrase of the private key. Kept as a secret. */
    privateKeyPassword?: pulumi.Input<string>;
    /** Password of the user. Kept as a secret. */
    password?: pulumi.Input<string>;
    /** Socket of an SSH agent; `SSH_AUTH_SOCK` by default. */
    agentSocketPath?: pulumi.Input<string>;
    /** The bastion's public key, such as `ssh-ed25519 AAAA…`; without it any key is accepted. */
    hostKey?: pulumi.Input<string>;
    /** How many failed attempts to connect are accepted; 10 by default, -1 for no limit. */
    dialErrorLimit?: pulumi.Input<number>;
    /** Seconds for each attempt to connect; 15 by default, 0 for no limit. */
    perDialTimeout?: pulumi.Input<number>;
}

/** One host and how it is reached: the fields of a `@pulumi/command` connection, under the same names. */
export interface Host extends Proxy {
    /** The bastion to go through, if any. */
    proxy?: pulumi.Input<Proxy>;
    /** How the user becomes root: `none`, `sudo` or `doas`; by default `none` for root, otherwise `sudo`. */
    become?: pulumi.Input<string>;
}
