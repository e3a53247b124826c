import type { Policies } from "@pulumi/policy";
import { deadPeerDetectionNotTooSlow } from "./rules/deadPeerDetectionNotTooSlow";
import { exceptionsInUse } from "./rules/exceptionsInUse";
import { hostKeyPinned } from "./rules/hostKeyPinned";
import { idleSessionTimeout } from "./rules/idleSessionTimeout";
import { instanceHasKeepalive } from "./rules/instanceHasKeepalive";
import { keepaliveEnabled } from "./rules/keepaliveEnabled";
import { keepaliveNotTooAggressive } from "./rules/keepaliveNotTooAggressive";
import { keepaliveOutlivesNetworkPath } from "./rules/keepaliveOutlivesNetworkPath";
import { keepaliveTextRead } from "./rules/keepaliveTextRead";
import { kernelKeepaliveWithinBounds } from "./rules/kernelKeepaliveWithinBounds";
import { sshdConfigAccepted } from "./rules/sshdConfigAccepted";
import { tcpKeepaliveNotAlone } from "./rules/tcpKeepaliveNotAlone";

export const packName = "ssh-keepalive";

/** Every rule of the pack, in the order of the README's table. `exceptionsInUse` must be last: see there. */
export const rules: Policies = [
    keepaliveEnabled,
    deadPeerDetectionNotTooSlow,
    keepaliveNotTooAggressive,
    tcpKeepaliveNotAlone,
    kernelKeepaliveWithinBounds,
    keepaliveOutlivesNetworkPath,
    sshdConfigAccepted,
    idleSessionTimeout,
    hostKeyPinned,
    instanceHasKeepalive,
    keepaliveTextRead,
    exceptionsInUse,
];
