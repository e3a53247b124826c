import { at, base64, line, packed, resources, script, type TypedResource } from "./texts";

function profile(type: string, path = ""): TypedResource[] {
    return resources(type, at(`${path}osProfile/customData`, base64), at(`${path}userData`, base64));
}

/** An extension whose settings are an object or a JSON text. */
function extension(type: string, path = "", wrap = (settings: object): unknown => settings): TypedResource[] {
    return ["settings", "protectedSettings"].flatMap((settings) =>
        resources(
            type,
            at(`${path}${settings}`, wrap({ commandToExecute: line })),
            at(`${path}${settings}`, wrap({ script: packed })),
        ),
    );
}

function scaleSet(type: string, path: string, inside = ""): TypedResource[] {
    return [...profile(type, path), ...extension(type, `${path}extensionProfile/extensions/*/${inside}`)];
}

const json = (settings: object): string => JSON.stringify(settings);
const each = "extensions/*/";
const fleet = "azure-native:azurefleet:Fleet";
const bulk = "azure-native:computebulkactions:BulkAction";
const linux = "azure:compute/linuxVirtualMachineScaleSet:LinuxVirtualMachineScaleSet";
const orchestrated = "azure:compute/orchestratedVirtualMachineScaleSet:OrchestratedVirtualMachineScaleSet";
const nativePool = "azure-native:batch:Pool";
const pool = "azure:batch/pool:Pool";
const command = { source: { script: line } };

export const azure = [
    ...profile("azure-native:compute:VirtualMachine"),
    ...profile("azure-native:compute/v20240301:VirtualMachine"),
    ...profile("azure-native_compute_v20240301:compute/v20240301:VirtualMachine"),
    ...profile("azure-native:compute:VirtualMachineScaleSetVM"),
    ...scaleSet("azure-native:compute:VirtualMachineScaleSet", "virtualMachineProfile/"),
    ...extension("azure-native:compute:VirtualMachineExtension"),
    ...extension("azure-native:compute:VirtualMachineScaleSetExtension"),
    ...extension("azure-native:compute:VirtualMachineScaleSetVMExtension"),
    ...extension("azure-native:connectedvmwarevsphere:MachineExtension"),
    ...extension("azure-native:azurestackhci:MachineExtension"),
    ...extension("azure-native:scvmm:MachineExtension"),
    ...extension("azure-native:hybridcompute:MachineExtension", "properties/"),
    ...resources("azure-native:compute:VirtualMachineRunCommandByVirtualMachine", command),
    ...resources("azure-native:compute:VirtualMachineScaleSetVMRunCommand", command),
    ...resources("azure-native:hybridcompute:MachineRunCommand", command),
    ...resources(
        "azure-native:compute:GalleryApplicationVersion",
        at("publishingProfile/manageActions/install", line),
        at("publishingProfile/manageActions/update", line),
    ),
    ...scaleSet(fleet, "computeProfile/baseVirtualMachineProfile/", "properties/"),
    ...scaleSet(fleet, "additionalLocationsProfile/locationProfiles/*/virtualMachineProfileOverride/", "properties/"),
    ...profile(bulk, "properties/computeProfile/virtualMachineProfile/"),
    ...extension(bulk, "properties/computeProfile/extensions/*/properties/"),
    ...resources(nativePool, at("startTask/commandLine", line)),
    ...extension(nativePool, "deploymentConfiguration/virtualMachineConfiguration/extensions/*/"),
    ...extension("azure-native:servicefabric:NodeType", "vmExtensions/*/"),
    ...resources(
        "azure-native:virtualmachineimages:VirtualMachineImageTemplate",
        at("customize/*", { type: "Shell", inline: ["set -e", line] }),
    ),
    ...resources("azure-native:networkcloud:VirtualMachine", { userData: base64 }),
    ...resources("azure-native:network:NetworkVirtualAppliance", { cloudInitConfiguration: script }),
    ...resources("azure:compute/linuxVirtualMachine:LinuxVirtualMachine", { customData: base64 }, { userData: base64 }),
    ...resources(linux, { customData: base64 }, { userData: base64 }),
    ...extension(linux, each, json),
    ...resources("azure:compute/virtualMachine:VirtualMachine", at("osProfile/customData", script)),
    ...resources("azure:compute/scaleSet:ScaleSet", at("osProfile/customData", script)),
    ...extension("azure:compute/scaleSet:ScaleSet", each, json),
    ...resources(orchestrated, at("osProfile/customData", base64), { userDataBase64: base64 }),
    ...extension(orchestrated, each, json),
    ...extension("azure:compute/extension:Extension", "", json),
    ...extension("azure:compute/virtualMachineScaleSetExtension:VirtualMachineScaleSetExtension", "", json),
    ...extension("azure:arcmachine/extension:Extension", "", json),
    ...resources("azure:compute/runCommand:RunCommand", command),
    ...resources(
        pool,
        at("startTask/commandLine", line),
        at("extensions/*/settingsJson", json({ commandToExecute: line })),
        at("extensions/*/protectedSettings", json({ commandToExecute: line })),
    ),
];
