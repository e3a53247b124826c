import { ansible } from "./ansible";
import { bareCommand } from "./bareCommand";
import type { Peer } from "./peer";
import { plainSsh } from "./plainSsh";
import { compressed, sshKeepalive, withoutCheckpoints } from "./sshKeepalive";

/** All that can be compared, the limit first. */
export const peers: readonly Peer[] = [plainSsh, bareCommand, sshKeepalive, compressed, withoutCheckpoints, ansible];

/** Those that are compared without a choice. */
export const usualPeers: readonly Peer[] = peers.filter((peer) => peer !== compressed);

/** Other ways to keep SshKeepalive's state, which matter where there are many hosts. */
export const variants: readonly Peer[] = [compressed, withoutCheckpoints];
