import { at, machine, type TextProperty, type ResourceTypeRow, script, template } from "./row";

/** The keys that the guest agent and cloud-init look for in an instance's metadata. */
const keys = [
    script("startup-script"),
    script("shutdown-script"),
    at("user-data", "either"), // user-data-encoding may be base64
    at("windows-startup-script-ps1", "plain", "powershell"),
];

/** The texts in metadata that is a map. */
function metadata(path = "metadata"): TextProperty[] {
    return keys.map((key) => ({ ...key, path: [...path.split("/"), ...key.path] }));
}

/** The texts in metadata that is a list of key-value pairs. */
function pairs(path: string): TextProperty[] {
    return keys.map((key) => ({
        ...key,
        path: `${path}value`.split("/"),
        where: { property: "key", is: key.path[0]! },
    }));
}

const instance = [script("metadataStartupScript"), ...metadata()];

/** GKE writes the kernel parameters of its nodes from the configuration of a pool. */
function nodes(path: string): TextProperty[] {
    return [at(`${path}/linuxNodeConfig/sysctls`, "plain", "sysctls"), ...metadata(`${path}/metadata`)];
}

function osPolicies(path: string): TextProperty[] {
    const resource = `${path}osPolicies/*/resourceGroups/*/resources/*`;
    return [
        script(`${resource}/exec/enforce/script`),
        script(`${resource}/exec/validate/script`),
        at(`${resource}/file`, "plain", "file"),
    ];
}

export const gcpRows: readonly ResourceTypeRow[] = [
    machine(
        [
            "gcp:compute/instance:Instance",
            "gcp:compute/instanceFromTemplate:InstanceFromTemplate",
            "gcp:compute/instanceFromMachineImage:InstanceFromMachineImage",
        ],
        ...instance,
    ),
    template(
        ["gcp:compute/instanceTemplate:InstanceTemplate", "gcp:compute/regionInstanceTemplate:RegionInstanceTemplate"],
        ...instance,
    ),
    template("gcp:compute/projectMetadata:ProjectMetadata", ...metadata()),
    template("gcp:compute/projectMetadataItem:ProjectMetadataItem", ...pairs("")),
    template(
        [
            "gcp:compute/instanceGroupManager:InstanceGroupManager",
            "gcp:compute/regionInstanceGroupManager:RegionInstanceGroupManager",
        ],
        ...metadata("allInstancesConfig/metadata"),
    ),
    template(
        [
            "gcp:compute/perInstanceConfig:PerInstanceConfig",
            "gcp:compute/regionPerInstanceConfig:RegionPerInstanceConfig",
        ],
        ...metadata("preservedState/metadata"),
    ),
    template("gcp:container/cluster:Cluster", ...nodes("nodeConfig"), ...nodes("nodePools/*/nodeConfig")),
    template("gcp:container/nodePool:NodePool", ...nodes("nodeConfig")),
    template("gcp:dataproc/cluster:Cluster", ...metadata("clusterConfig/gceClusterConfig/metadata")),
    template(
        "gcp:dataproc/workflowTemplate:WorkflowTemplate",
        ...metadata("placement/managedCluster/config/gceClusterConfig/metadata"),
    ),
    template(
        "gcp:hypercomputecluster/cluster:Cluster",
        script("orchestrator/slurm/loginNodes/startupScript"),
        script("orchestrator/slurm/nodeSets/*/computeInstance/startupScript"),
        script("orchestrator/slurm/prologBashScripts/*"),
        script("orchestrator/slurm/epilogBashScripts/*"),
    ),
    template("gcp:notebooks/instance:Instance", ...metadata()),
    template("gcp:notebooks/runtime:Runtime", ...metadata("virtualMachine/virtualMachineConfig/metadata")),
    template("gcp:workbench/instance:Instance", ...metadata("gceSetup/metadata")),
    template("gcp:tpu/v2Vm:V2Vm", ...metadata()),
    template(
        "gcp:osconfig/guestPolicies:GuestPolicies",
        script("recipes/*/installSteps/*/scriptRun/script"),
        script("recipes/*/updateSteps/*/scriptRun/script"),
    ),
    template("gcp:osconfig/osPolicyAssignment:OsPolicyAssignment", ...osPolicies("")),
    template(
        [
            "gcp:osconfig/v2PolicyOrchestrator:V2PolicyOrchestrator",
            "gcp:osconfig/v2PolicyOrchestratorForFolder:V2PolicyOrchestratorForFolder",
            "gcp:osconfig/v2PolicyOrchestratorForOrganization:V2PolicyOrchestratorForOrganization",
        ],
        ...osPolicies("orchestratedResource/osPolicyAssignmentV1Payload/"),
    ),
    machine("google-native:compute/v1:Instance", ...pairs("metadata/items/*/")),
    template("google-native:compute/v1:InstanceTemplate", ...pairs("properties/metadata/items/*/")),
];
