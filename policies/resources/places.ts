/** The encoding of the text in a property. "either": base64 where the text is base64 of something that cloud-init reads. */
export type Encoding = "plain" | "base64" | "either";

/**
 * What runs the text. "userData": cloud-init, which detects scripts, cloud-config and multiparts. "script": a shell.
 * "commands": a list of lines that are one script. "snippet": cloud-config without its first line, or with it.
 */
export type Language = "userData" | "script" | "commands" | "ssmDocument" | "imageBuilder" | "powershell" | "parts";

/** A property of a resource type whose text reaches a host. */
export interface Place {
    /** The path to the text: names of properties, `*` for each element of a list. */
    path: readonly string[];
    encoding: Encoding;
    language: Language;
}

export interface PlaceRow {
    /** The whole type, or a pattern of types where versions or spellings differ. */
    type: RegExp;
    /** Whether resources of the type are machines with an sshd, rather than templates for such machines. */
    isMachine: boolean;
    places: readonly Place[];
}

function row(type: string, isMachine: boolean, ...places: Place[]): PlaceRow {
    return { type: new RegExp(`^${type}$`), isMachine, places };
}

function at(path: string, encoding: Encoding = "plain", language: Language = "userData"): Place {
    return { path: path.split("/"), encoding, language };
}

const ec2 = [at("userData", "either"), at("userDataBase64", "base64")];
const gcpMetadata = [
    at("metadata/startup-script", "plain", "script"),
    at("metadata/user-data"),
    at("metadata/windows-startup-script-ps1", "plain", "powershell"),
];
const gcp = [at("metadataStartupScript", "plain", "script"), ...gcpMetadata];
const azureExtension = (settings: string): Place[] => [
    at(`${settings}/commandToExecute`, "plain", "script"),
    at(`${settings}/script`, "base64", "script"),
];
const bothSettings = [...azureExtension("settings"), ...azureExtension("protectedSettings")];
const azureNative = (name: string): string => `azure-native:compute(?:/v\\w+)?:${name}`;

/** Every type whose text is read, by provider. policies/README.md has the same rows. */
export const placeRows: readonly PlaceRow[] = [
    row("aws:ec2/instance:Instance", true, ...ec2),
    row("aws:ec2/spotInstanceRequest:SpotInstanceRequest", true, ...ec2),
    row("aws:ec2/launchConfiguration:LaunchConfiguration", false, ...ec2),
    row("aws:ec2/launchTemplate:LaunchTemplate", false, at("userData", "base64")),
    row("aws:ec2/spotFleetRequest:SpotFleetRequest", true, at("launchSpecifications/*/userData", "either")),
    row("aws:imagebuilder/component:Component", false, at("data", "plain", "imageBuilder")),
    row("aws:lightsail/instance:Instance", true, at("userData", "plain", "script")),
    row("aws:ssm/document:Document", false, at("content", "plain", "ssmDocument")),
    row("aws-native:ec2:Instance", true, at("userData", "base64")),
    row("aws-native:ec2:LaunchTemplate", false, at("launchTemplateData/userData", "base64")),
    row("aws-native:ec2:SpotFleet", true, at("spotFleetRequestConfigData/launchSpecifications/*/userData", "base64")),
    row("aws-native:autoscaling:LaunchConfiguration", false, at("userData", "base64")),
    row("aws-native:imagebuilder:Component", false, at("data", "plain", "imageBuilder")),
    row("aws-native:lightsail:Instance", true, at("userData", "plain", "script")),
    row("aws-native:ssm:Document", false, at("content", "plain", "ssmDocument")),
    row("gcp:compute/instance:Instance", true, ...gcp),
    row("gcp:compute/(?:i|regionI)nstanceTemplate:(?:Region)?InstanceTemplate", false, ...gcp),
    row("gcp:compute/projectMetadata:ProjectMetadata", false, ...gcpMetadata),
    row(azureNative("VirtualMachine"), true, at("osProfile/customData", "base64"), at("userData", "base64")),
    row(
        azureNative("VirtualMachineScaleSet"),
        true,
        at("virtualMachineProfile/osProfile/customData", "base64"),
        at("virtualMachineProfile/userData", "base64"),
        ...azureExtension("virtualMachineProfile/extensionProfile/extensions/*/settings"),
    ),
    row(azureNative("VirtualMachine(?:ScaleSet)?(?:VM)?Extension"), false, ...bothSettings),
    row(azureNative("VirtualMachineRunCommandByVirtualMachine"), false, at("source/script", "plain", "script")),
    row(azureNative("VirtualMachineScaleSetVMRunCommand"), false, at("source/script", "plain", "script")),
    row(
        "azure:compute/linuxVirtualMachine:LinuxVirtualMachine",
        true,
        at("customData", "base64"),
        at("userData", "base64"),
    ),
    row(
        "azure:compute/linuxVirtualMachineScaleSet:LinuxVirtualMachineScaleSet",
        true,
        at("customData", "base64"),
        at("userData", "base64"),
    ),
    row(
        "azure:compute/(?:virtualMachine:VirtualMachine|scaleSet:ScaleSet)",
        true,
        at("osProfile/customData", "either"),
    ),
    row(
        "azure:compute/orchestratedVirtualMachineScaleSet:OrchestratedVirtualMachineScaleSet",
        true,
        at("osProfile/customData", "base64"),
        at("userDataBase64", "base64"),
    ),
    row(
        "azure:compute/(?:extension:Extension|virtualMachineScaleSetExtension:VirtualMachineScaleSetExtension)",
        false,
        ...bothSettings,
    ),
    row(
        "azure:compute/(?:virtualMachineR|r)unCommand:(?:VirtualMachine)?RunCommand",
        false,
        at("source/script", "plain", "script"),
    ),
    row("hcloud:index/server:Server", true, at("userData")),
    row("digitalocean:index/droplet:Droplet", true, at("userData")),
    row("digitalocean:index/dropletAutoscale:DropletAutoscale", true, at("dropletTemplate/userData")),
    row("cloudinit:index/config:Config", false, at("parts", "plain", "parts")),
    row("openstack:compute/instance:Instance", true, at("userData", "either")),
    row("oci:Core/instance:Instance", true, at("metadata/user_data", "base64")),
    row(
        "oci:Core/instanceConfiguration:InstanceConfiguration",
        false,
        at("instanceDetails/launchDetails/metadata/user_data", "base64"),
    ),
    row("linode:index/instance:Instance", true, at("metadatas/*/userData", "base64")),
    row("linode:index/stackScript:StackScript", false, at("script", "plain", "script")),
    row("vultr:index/instance:Instance", true, at("userData", "either")),
    row("vultr:index/startupScript:StartupScript", false, at("script", "base64", "script")),
    row(
        "scaleway:(?:index/instanceServer:InstanceServer|instance/server:Server)",
        true,
        at("cloudInit"),
        at("userData/cloud-init"),
    ),
    row("proxmoxve:(?:[Ss]torage/file:File|index/fileLegacy:FileLegacy)", false, at("sourceRaw/data")),
    row(
        "vsphere:index/virtualMachine:VirtualMachine",
        true,
        at("extraConfig/guestinfo.userdata", "either"),
        at("vapp/properties/user-data", "either"),
    ),
    row("libvirt:index/cloudInitDisk:CloudInitDisk", false, at("userData")),
];

/** The row of a type, if its text is read. */
export function placesOf(type: string): PlaceRow | undefined {
    return placeRows.find((each) => each.type.test(type));
}
