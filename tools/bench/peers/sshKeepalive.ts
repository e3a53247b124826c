import * as path from "node:path";
import { root } from "./pulumi";
import { pulumiPeer } from "./pulumiPeer";

const project = "pulumi-ssh-keepalive";
const program = path.join(root, "index.ts");

/** This repository's own stack. */
export const sshKeepalive = pulumiPeer("SshKeepalive", project, program);

/** The same with a compressed state file, which is an option for the user. */
export const compressed = pulumiPeer("with zstd", project, program, { PULUMI_DIY_BACKEND_ZSTD: "true" });

/** The same with the state written only at the end, which is also an option for the user. */
export const withoutCheckpoints = pulumiPeer("without checkpoints", project, program, {
    PULUMI_SKIP_CHECKPOINTS: "true",
});
