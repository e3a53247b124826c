import { at, file, line, resources, script, type TypedResource } from "./texts";

function withMetadata(type: string, path = "metadata"): TypedResource[] {
    return resources(
        type,
        at(`${path}/startup-script`, script),
        at(`${path}/shutdown-script`, script),
        at(`${path}/user-data`, script),
    );
}

function instance(type: string): TypedResource[] {
    return [...resources(type, { metadataStartupScript: line }), ...withMetadata(type)];
}

function osPolicies(type: string, path = ""): TypedResource[] {
    const resource = `${path}osPolicies/*/resourceGroups/*/resources/*`;
    return resources(
        type,
        at(`${resource}/exec/enforce`, { interpreter: "SHELL", script: line }),
        at(`${resource}/exec/validate`, { interpreter: "SHELL", script: line }),
        at(`${resource}/file`, { path: "/etc/ssh/sshd_config.d/10.conf", content: file }),
    );
}

const orchestrated = "orchestratedResource/osPolicyAssignmentV1Payload/";
const slurm = "orchestrator/slurm";

export const gcp = [
    ...instance("gcp:compute/instance:Instance"),
    ...instance("gcp:compute/instanceFromTemplate:InstanceFromTemplate"),
    ...instance("gcp:compute/instanceFromMachineImage:InstanceFromMachineImage"),
    ...instance("gcp:compute/instanceTemplate:InstanceTemplate"),
    ...instance("gcp:compute/regionInstanceTemplate:RegionInstanceTemplate"),
    ...withMetadata("gcp:compute/projectMetadata:ProjectMetadata"),
    ...resources(
        "gcp:compute/projectMetadataItem:ProjectMetadataItem",
        { key: "startup-script", value: script },
        { key: "shutdown-script", value: script },
        { key: "user-data", value: script },
    ),
    ...withMetadata("gcp:compute/instanceGroupManager:InstanceGroupManager", "allInstancesConfig/metadata"),
    ...withMetadata("gcp:compute/regionInstanceGroupManager:RegionInstanceGroupManager", "allInstancesConfig/metadata"),
    ...withMetadata("gcp:compute/perInstanceConfig:PerInstanceConfig", "preservedState/metadata"),
    ...withMetadata("gcp:compute/regionPerInstanceConfig:RegionPerInstanceConfig", "preservedState/metadata"),
    ...withMetadata("gcp:container/cluster:Cluster", "nodeConfig/metadata"),
    ...withMetadata("gcp:container/cluster:Cluster", "nodePools/*/nodeConfig/metadata"),
    ...withMetadata("gcp:container/nodePool:NodePool", "nodeConfig/metadata"),
    ...withMetadata("gcp:dataproc/cluster:Cluster", "clusterConfig/gceClusterConfig/metadata"),
    ...withMetadata(
        "gcp:dataproc/workflowTemplate:WorkflowTemplate",
        "placement/managedCluster/config/gceClusterConfig/metadata",
    ),
    ...resources(
        "gcp:hypercomputecluster/cluster:Cluster",
        at(`${slurm}/loginNodes/startupScript`, script),
        at(`${slurm}/nodeSets/*/computeInstance/startupScript`, script),
        at(`${slurm}/prologBashScripts/*`, script),
        at(`${slurm}/epilogBashScripts/*`, script),
    ),
    ...withMetadata("gcp:notebooks/instance:Instance"),
    ...withMetadata("gcp:notebooks/runtime:Runtime", "virtualMachine/virtualMachineConfig/metadata"),
    ...withMetadata("gcp:workbench/instance:Instance", "gceSetup/metadata"),
    ...withMetadata("gcp:tpu/v2Vm:V2Vm"),
    ...resources(
        "gcp:osconfig/guestPolicies:GuestPolicies",
        at("recipes/*/installSteps/*/scriptRun", { interpreter: "SHELL", script: line }),
        at("recipes/*/updateSteps/*/scriptRun", { interpreter: "SHELL", script: line }),
    ),
    ...osPolicies("gcp:osconfig/osPolicyAssignment:OsPolicyAssignment"),
    ...osPolicies("gcp:osconfig/v2PolicyOrchestrator:V2PolicyOrchestrator", orchestrated),
    ...osPolicies("gcp:osconfig/v2PolicyOrchestratorForFolder:V2PolicyOrchestratorForFolder", orchestrated),
    ...osPolicies("gcp:osconfig/v2PolicyOrchestratorForOrganization:V2PolicyOrchestratorForOrganization", orchestrated),
    ...["startup-script", "shutdown-script", "user-data"].flatMap((key) => [
        ...resources("google-native:compute/v1:Instance", at("metadata/items/*", { key, value: script })),
        ...resources(
            "google-native:compute/v1:InstanceTemplate",
            at("properties/metadata/items/*", { key, value: script }),
        ),
    ]),
];
