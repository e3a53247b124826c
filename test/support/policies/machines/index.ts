import { aws } from "./aws";
import { azure } from "./azure";
import { gcp } from "./gcp";
import { otherClouds } from "./otherClouds";
import { at, resources, type TypedResource } from "./texts";

export type { TypedResource } from "./texts";

/**
 * A resource for each property whose text is read, in its provider's form; each sets ClientAliveInterval 0 on a host.
 */
export const machines: readonly TypedResource[] = [...aws, ...gcp, ...azure, ...otherClouds];

const sysctls = { "net.ipv4.tcp_keepalive_time": "5" };
const aks = { netIpv4TcpKeepaliveTime: 5 };

/** Node pools that get a kernel parameter from their configuration, not from a text. */
export const nodePools: readonly TypedResource[] = [
    ...resources(
        "gcp:container/cluster:Cluster",
        at("nodeConfig/linuxNodeConfig", { sysctls }),
        at("nodePools/*/nodeConfig/linuxNodeConfig", { sysctls }),
    ),
    ...resources("gcp:container/nodePool:NodePool", at("nodeConfig/linuxNodeConfig", { sysctls })),
    ...resources("azure-native:containerservice:AgentPool", at("linuxOSConfig/sysctls", aks)),
    ...resources("azure-native:containerservice:ManagedCluster", at("agentPoolProfiles/*/linuxOSConfig/sysctls", aks)),
    ...resources(
        "azure:containerservice/kubernetesCluster:KubernetesCluster",
        at("defaultNodePool/linuxOsConfig/sysctlConfig", aks),
    ),
    ...resources(
        "azure:containerservice/kubernetesClusterNodePool:KubernetesClusterNodePool",
        at("linuxOsConfig/sysctlConfig", aks),
    ),
];

/** A privileged container in its node's network namespace, which changes the kernel of the node. */
export function daemonSet(change: { hostNetwork?: boolean; privileged?: boolean } = {}): TypedResource {
    const { hostNetwork = true, privileged = true } = change;
    const container = { securityContext: { privileged }, command: ["sysctl", "-w", "net.ipv4.tcp_keepalive_time=5"] };
    return {
        type: "kubernetes:apps/v1:DaemonSet",
        props: { spec: { template: { spec: { hostNetwork, initContainers: [container], containers: [] } } } },
    };
}
