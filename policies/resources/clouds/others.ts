import { at, machine, type TextProperty, type ResourceTypeRow, script, template } from "./row";

const ociMetadata = (path: string): TextProperty => at(`${path}/user_data`, "base64");
const alibaba = at("userData", "either");
const volumeData = at("volume/userData", "base64");
const guestProperties = at("guestProperties/user-data", "either");
const ovhInstall = [
    at("customizations/configDriveUserData", "either"),
    at("customizations/postInstallationScript", "either", "script"),
];
const scalewayServer = [at("cloudInit"), at("userData/cloud-init")];
const scalewayValue: TextProperty = { ...at("value"), where: { property: "key", is: "cloud-init" } };

export const otherRows: readonly ResourceTypeRow[] = [
    machine("hcloud:index/server:Server", at("userData", "either")),
    machine("digitalocean:index/droplet:Droplet", at("userData")),
    machine("digitalocean:index/dropletAutoscale:DropletAutoscale", at("dropletTemplate/userData")),
    template("cloudinit:index/config:Config", at("parts", "plain", "parts")),
    machine("openstack:compute/instance:Instance", at("userData", "either"), at("personalities/*", "plain", "file")),
    machine("oci:Core/instance:Instance", ociMetadata("metadata")),
    template(
        "oci:Core/instanceConfiguration:InstanceConfiguration",
        ociMetadata("instanceDetails/launchDetails/metadata"),
        ociMetadata("instanceDetails/options/*/launchDetails/metadata"),
    ),
    template("oci:ContainerEngine/nodePool:NodePool", ociMetadata("nodeMetadata")),
    machine("linode:index/instance:Instance", at("metadatas/*/userData", "base64")),
    template("linode:index/stackScript:StackScript", script("script")),
    machine(["vultr:index/instance:Instance", "vultr:index/bareMetalServer:BareMetalServer"], at("userData", "either")),
    template("vultr:index/startupScript:StartupScript", at("script", "base64", "script")),
    machine(["scaleway:index/instanceServer:InstanceServer", "scaleway:instance/server:Server"], ...scalewayServer),
    machine(
        ["scaleway:index/baremetalServer:BaremetalServer", "scaleway:elasticmetal/server:Server"],
        at("cloudInit", "either"),
    ),
    template("scaleway:autoscaling/instanceTemplate:InstanceTemplate", at("cloudInit", "either")),
    template(
        ["scaleway:index/instanceUserData:InstanceUserData", "scaleway:instance/userData:UserData"],
        scalewayValue,
    ),
    template(["proxmoxve:index/fileLegacy:FileLegacy", "proxmoxve:Storage/file:File"], at("sourceRaw/data")),
    machine(
        "vsphere:index/virtualMachine:VirtualMachine",
        at("extraConfig/guestinfo.userdata", "either"),
        at("extraConfig/guestinfo.vendordata", "either"),
        at("vapp/properties/user-data", "either"),
    ),
    template("libvirt:index/cloudInitDisk:CloudInitDisk", at("userData")),
    template("libvirt:index/combustion:Combustion", script("content")),
    machine("alicloud:ecs/instance:Instance", alibaba),
    template(
        ["alicloud:ecs/ecsLaunchTemplate:EcsLaunchTemplate", "alicloud:ecs/launchTemplate:LaunchTemplate"],
        alibaba,
        at("userdata", "either"),
    ),
    template("alicloud:ess/scalingConfiguration:ScalingConfiguration", alibaba),
    template("alicloud:cs/nodePool:NodePool", alibaba, at("preUserData", "either")),
    template("alicloud:cs/edgeKubernetes:EdgeKubernetes", alibaba),
    machine("alicloud:ens/instance:Instance", alibaba),
    template(
        ["alicloud:ecs/command:Command", "alicloud:eflo/invocation:Invocation"],
        at("commandContent", "either", "script"),
    ),
    template(["alicloud:eflo/node:Node", "alicloud:eflo/nodeGroup:NodeGroup"], alibaba),
    machine("equinix-metal:index/device:Device", at("userData")),
    machine("equinix-metal:index/spotMarketRequest:SpotMarketRequest", at("instanceParameters/userdata")),
    machine("ovh:CloudProject/instance:Instance", at("userData")),
    machine("ovh:Dedicated/server:Server", ...ovhInstall),
    template("ovh:Dedicated/serverReinstallTask:ServerReinstallTask", ...ovhInstall),
    machine("civo:index/instance:Instance", script("script")),
    machine(
        [
            "exoscale:index/compute:Compute",
            "exoscale:index/computeInstance:ComputeInstance",
            "exoscale:index/instancePool:InstancePool",
        ],
        at("userData", "either"),
    ),
    machine("upcloud:index/server:Server", at("userData")),
    template("ionoscloud:compute/volume:Volume", at("userData", "base64")),
    machine(["ionoscloud:compute/server:Server", "ionoscloud:compute/vCPUServer:VCPUServer"], volumeData),
    machine("ionoscloud:compute/cubeServer:CubeServer", volumeData),
    template("ionoscloud:autoscaling/group:Group", at("replicaConfiguration/volumes/*/userData", "either")),
    machine("yandex:index/computeInstance:ComputeInstance", at("metadata/user-data")),
    template("yandex:index/computeInstanceGroup:ComputeInstanceGroup", at("instanceTemplate/metadata/user-data")),
    machine("outscale:index/vm:Vm", at("userData", "base64")),
    machine("nutanix:index/virtualMachine:VirtualMachine", at("guestCustomizationCloudInitUserData", "base64")),
    machine("xenorchestra:index/vm:Vm", at("cloudConfig")),
    template("xenorchestra:index/cloudConfig:CloudConfig", at("template")),
    machine(["vcd:index/vm:Vm", "vcd:index/vappVm:VappVm"], guestProperties),
    machine("volcengine:ecs/instance:Instance", alibaba),
    template(
        [
            "volcengine:ecs/launchTemplate:LaunchTemplate",
            "volcengine:autoscaling/scalingConfiguration:ScalingConfiguration",
        ],
        alibaba,
    ),
    template("volcengine:ecs/command:Command", at("commandContent", "either", "script")),
    machine(["huaweicloud:Ecs/instance:Instance", "huaweicloud:Bms/instance:Instance"], alibaba),
];
