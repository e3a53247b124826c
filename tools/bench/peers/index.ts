import { ansible } from "./ansible";
import { bareCommand } from "./bareCommand";
import type { Peer } from "./peer";
import { plainSsh } from "./plainSsh";
import { compressed, sshKeepalive, withoutCheckpoints } from "./sshKeepalive";

/** All peers, the lower limit first. */
export const peers: readonly Peer[] = [plainSsh, bareCommand, sshKeepalive, compressed, withoutCheckpoints, ansible];

/** The peers that are compared by default. */
export const usualPeers: readonly Peer[] = peers.filter((peer) => peer !== compressed);

/** Variants of how SshKeepalive's state is stored, which matter with many hosts. */
export const variants: readonly Peer[] = [compressed, withoutCheckpoints];
