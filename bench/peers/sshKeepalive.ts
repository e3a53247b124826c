import * as path from "node:path";
import { root } from "./pulumi";
import { pulumiPeer } from "./pulumiPeer";

/** This repository's own stack. */
export const sshKeepalive = pulumiPeer("SshKeepalive", "pulumi-ssh-keepalive", path.join(root, "index.ts"));
