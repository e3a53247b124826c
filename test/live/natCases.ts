import { resolveSettings } from "../../core/resolve";
import type { ClientSettings, KernelSettings, ServerSettings } from "../../core/settings";
import { describeTiming } from "../../core/timing/describe";
import { type Suite, suites } from "../support/testbed";

/**
 * The seconds after which the NAT of these tests forgets a silent connection; also the hop's name in a network path.
 */
export const idleTimeout = 10;

/** The settings of an idle session through the NAT. */
export interface NatCase {
    readonly title: string;
    readonly server?: ServerSettings;
    readonly kernel?: KernelSettings;
    readonly client?: ClientSettings;
}

/** Only the kernel sends keepalives. */
const kernelAlone = { tcpKeepAlive: true, clientAliveInterval: 0 };

const derived = resolveSettings({ networkPath: [`${idleTimeout}`] });

const natCases: readonly NatCase[] = [
    { title: "the server's settings derived from the network path", server: derived.server },
    { title: "the client's settings derived from the network path", client: derived.client },
    // Short enough, but not with 9.2, which doubles it to 12.
    { title: "ClientAliveInterval 6", server: { clientAliveInterval: 6, clientAliveCountMax: 30 } },
    { title: "ClientAliveInterval 13", server: { clientAliveInterval: 13, clientAliveCountMax: 30 } },
    { title: "ServerAliveInterval 6", client: { serverAliveInterval: 6, serverAliveCountMax: 30 } },
    { title: "ServerAliveInterval 13", client: { serverAliveInterval: 13, serverAliveCountMax: 30 } },
    { title: "TCP keepalive after 5", server: kernelAlone, kernel: { time: 5, interval: 5, probes: 9 } },
    { title: "TCP keepalive after 14", server: kernelAlone, kernel: { time: 14, interval: 5, probes: 9 } },
    { title: "nothing but OpenSSH's and the kernel's defaults" },
];

/** The cases, one per suite. */
export function natCasesBySuite(): (NatCase & { readonly suite: Suite })[] {
    return natCases.flatMap((each) => suites.map((suite) => ({ ...each, suite })));
}

/** Whether the model predicts that the NAT still knows the connection of an idle session, and its longest silence. */
export function predicted(
    { server, kernel, client }: NatCase,
    openssh: string,
): { survives: boolean; silence: number | null } {
    const { hops } = describeTiming({ server, kernel, client }, { openssh, networkPath: [idleTimeout] });
    const [hop] = hops;
    if (hop === undefined) throw new Error(`The model does not know the hop of ${idleTimeout} s.`);

    return hop;
}
