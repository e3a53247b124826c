import * as path from "node:path";
import { root } from "./pulumi";
import { pulumiPeer } from "./pulumiPeer";

const project = "pulumi-ssh-keepalive";
const program = path.join(root, "index.ts");

/** This repository's own stack. */
export const sshKeepalive = pulumiPeer("SshKeepalive", project, program);

/** The same with the state's file compressed, which is for the user to choose. */
export const compressed = pulumiPeer("with zstd", project, program, { PULUMI_DIY_BACKEND_ZSTD: "true" });

/** The same with the state written at the end alone, which is for the user to choose as well. */
export const withoutCheckpoints = pulumiPeer("without checkpoints", project, program, {
    PULUMI_SKIP_CHECKPOINTS: "true",
});
