import { ansible } from "./ansible";
import { bareCommand } from "./bareCommand";
import type { Peer } from "./peer";
import { plainSsh } from "./plainSsh";
import { sshKeepalive } from "./sshKeepalive";

/** All that are compared, the limit first. */
export const peers: readonly Peer[] = [plainSsh, bareCommand, sshKeepalive, ansible];
