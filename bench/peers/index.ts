import { ansible } from "./ansible";
import { bareCommand } from "./bareCommand";
import type { Peer } from "./peer";
import { plainSsh } from "./plainSsh";
import { compressed, sshKeepalive } from "./sshKeepalive";

/** Those that are compared without a choice, the limit first. */
export const usualPeers: readonly Peer[] = [plainSsh, bareCommand, sshKeepalive, ansible];

/** All that can be compared. */
export const peers: readonly Peer[] = [plainSsh, bareCommand, sshKeepalive, compressed, ansible];
