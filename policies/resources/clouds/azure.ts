import { at, machine, type TextProperty, type ResourceTypeRow, script, template } from "./row";

/** The settings of the extension that runs scripts: a command line, or a script in base64, gzipped or not. */
function extension(path: string): TextProperty[] {
    return ["settings", "protectedSettings"].flatMap((settings) => [
        script(`${path}${settings}/commandToExecute`),
        at(`${path}${settings}/script`, "base64", "script"),
    ]);
}

/** A machine in azure-native: the data of its operating system and its own. */
function profile(path: string): TextProperty[] {
    return [at(`${path}osProfile/customData`, "base64"), at(`${path}userData`, "base64")];
}

function scaleSet(path: string, inside = ""): TextProperty[] {
    return [...profile(path), ...extension(`${path}extensionProfile/extensions/*/${inside}`)];
}

function compute(...names: string[]): string[] {
    return names.map((name) => `azure-native:compute:${name}`);
}

const data = [at("customData", "base64"), at("userData", "base64")];
const runCommand = script("source/script");
const eachExtension = extension("extensions/*/");
const startTask = script("startTask/commandLine");

export const azureRows: readonly ResourceTypeRow[] = [
    machine(compute("VirtualMachine"), ...profile("")),
    template(compute("VirtualMachineScaleSetVM"), ...profile("")),
    machine(compute("VirtualMachineScaleSet"), ...scaleSet("virtualMachineProfile/")),
    template(
        [
            ...compute(
                "VirtualMachineExtension",
                "VirtualMachineScaleSetExtension",
                "VirtualMachineScaleSetVMExtension",
            ),
            "azure-native:connectedvmwarevsphere:MachineExtension",
            "azure-native:azurestackhci:MachineExtension",
            "azure-native:scvmm:MachineExtension",
        ],
        ...extension(""),
    ),
    template("azure-native:hybridcompute:MachineExtension", ...extension("properties/")),
    template(
        [
            ...compute("VirtualMachineRunCommandByVirtualMachine", "VirtualMachineScaleSetVMRunCommand"),
            "azure-native:hybridcompute:MachineRunCommand",
        ],
        runCommand,
    ),
    template(
        compute("GalleryApplicationVersion"),
        script("publishingProfile/manageActions/install"),
        script("publishingProfile/manageActions/update"),
    ),
    machine(
        "azure-native:azurefleet:Fleet",
        ...scaleSet("computeProfile/baseVirtualMachineProfile/", "properties/"),
        ...scaleSet("additionalLocationsProfile/locationProfiles/*/virtualMachineProfileOverride/", "properties/"),
    ),
    machine(
        "azure-native:computebulkactions:BulkAction",
        ...profile("properties/computeProfile/virtualMachineProfile/"),
        ...extension("properties/computeProfile/extensions/*/properties/"),
    ),
    template(
        "azure-native:batch:Pool",
        startTask,
        ...extension("deploymentConfiguration/virtualMachineConfiguration/extensions/*/"),
    ),
    template("azure-native:servicefabric:NodeType", ...extension("vmExtensions/*/")),
    template(
        "azure-native:virtualmachineimages:VirtualMachineImageTemplate",
        at("customize/*/inline", "plain", "commands"),
    ),
    template("azure-native:containerservice:AgentPool", at("linuxOSConfig/sysctls", "plain", "sysctls")),
    template(
        "azure-native:containerservice:ManagedCluster",
        at("agentPoolProfiles/*/linuxOSConfig/sysctls", "plain", "sysctls"),
    ),
    machine("azure-native:networkcloud:VirtualMachine", at("userData", "base64")),
    template("azure-native:network:NetworkVirtualAppliance", at("cloudInitConfiguration")),
    machine("azure:compute/linuxVirtualMachine:LinuxVirtualMachine", ...data),
    machine("azure:compute/linuxVirtualMachineScaleSet:LinuxVirtualMachineScaleSet", ...data, ...eachExtension),
    machine("azure:compute/virtualMachine:VirtualMachine", at("osProfile/customData", "either")),
    machine("azure:compute/scaleSet:ScaleSet", at("osProfile/customData", "either"), ...eachExtension),
    machine(
        "azure:compute/orchestratedVirtualMachineScaleSet:OrchestratedVirtualMachineScaleSet",
        at("osProfile/customData", "base64"),
        at("userDataBase64", "base64"),
        ...eachExtension,
    ),
    template(
        [
            "azure:compute/extension:Extension",
            "azure:compute/virtualMachineScaleSetExtension:VirtualMachineScaleSetExtension",
            "azure:arcmachine/extension:Extension",
        ],
        ...extension(""),
    ),
    template("azure:compute/runCommand:RunCommand", runCommand),
    template(
        "azure:batch/pool:Pool",
        startTask,
        script("extensions/*/settingsJson/commandToExecute"),
        script("extensions/*/protectedSettings/commandToExecute"),
    ),
    template(
        "azure:containerservice/kubernetesCluster:KubernetesCluster",
        at("defaultNodePool/linuxOsConfig/sysctlConfig", "plain", "sysctls"),
    ),
    template(
        "azure:containerservice/kubernetesClusterNodePool:KubernetesClusterNodePool",
        at("linuxOsConfig/sysctlConfig", "plain", "sysctls"),
    ),
];
