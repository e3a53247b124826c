import { gzipSync } from "node:zlib";

const line = "echo 'ClientAliveInterval 0' >> /etc/ssh/sshd_config";
const script = `#!/bin/sh\n${line}\n`;
const base64 = Buffer.from(script).toString("base64");
const packed = gzipSync(script).toString("base64");
const document = JSON.stringify({
    schemaVersion: "2.2",
    parameters: { interval: { type: "String", default: "0" } },
    mainSteps: [{ action: "aws:runShellScript", inputs: { runCommand: [line.replace("0", "{{ interval }}")] } }],
});
const component = [
    "phases:",
    "  - name: build",
    "    steps:",
    `      - { name: keepalive, action: ExecuteBash, inputs: { commands: [${JSON.stringify(line)}] } }`,
].join("\n");

/** A resource of each type whose text is read, as its provider has it; each puts ClientAliveInterval 0 on a host. */
export const machines: readonly { type: string; props: Record<string, unknown> }[] = [
    { type: "aws:ec2/instance:Instance", props: { userData: script } },
    { type: "aws:ec2/instance:Instance", props: { userData: base64 } },
    { type: "aws:ec2/instance:Instance", props: { userDataBase64: packed } },
    { type: "aws:ec2/spotInstanceRequest:SpotInstanceRequest", props: { userData: script } },
    { type: "aws:ec2/launchConfiguration:LaunchConfiguration", props: { userDataBase64: base64 } },
    { type: "aws:ec2/launchTemplate:LaunchTemplate", props: { userData: base64 } },
    { type: "aws:ec2/spotFleetRequest:SpotFleetRequest", props: { launchSpecifications: [{}, { userData: script }] } },
    { type: "aws:imagebuilder/component:Component", props: { data: component } },
    { type: "aws:lightsail/instance:Instance", props: { userData: line } },
    { type: "aws:ssm/document:Document", props: { content: document } },
    {
        type: "aws:ssm/association:Association",
        props: { name: "AWS-RunShellScript", parameters: { commands: line } },
    },
    {
        type: "aws:ssm/maintenanceWindowTask:MaintenanceWindowTask",
        props: {
            taskArn: "AWS-RunShellScript",
            taskInvocationParameters: {
                runCommandParameters: { parameters: [{ name: "commands", values: ["set -e", line] }] },
            },
        },
    },
    { type: "aws-native:ec2:Instance", props: { userData: base64 } },
    { type: "aws-native:ec2:LaunchTemplate", props: { launchTemplateData: { userData: base64 } } },
    {
        type: "aws-native:ec2:SpotFleet",
        props: { spotFleetRequestConfigData: { launchSpecifications: [{ userData: base64 }] } },
    },
    { type: "aws-native:autoscaling:LaunchConfiguration", props: { userData: base64 } },
    { type: "aws-native:imagebuilder:Component", props: { data: component } },
    { type: "aws-native:lightsail:Instance", props: { userData: line } },
    { type: "aws-native:ssm:Document", props: { content: JSON.parse(document) as object } },
    { type: "aws-native:ssm:Association", props: { name: "AWS-RunShellScript", parameters: { commands: [line] } } },
    { type: "gcp:compute/instance:Instance", props: { metadataStartupScript: line } },
    { type: "gcp:compute/instance:Instance", props: { metadata: { "startup-script": script } } },
    { type: "gcp:compute/instanceTemplate:InstanceTemplate", props: { metadata: { "user-data": script } } },
    { type: "gcp:compute/regionInstanceTemplate:RegionInstanceTemplate", props: { metadataStartupScript: line } },
    { type: "gcp:compute/projectMetadata:ProjectMetadata", props: { metadata: { "startup-script": script } } },
    { type: "azure-native:compute:VirtualMachine", props: { osProfile: { customData: base64 } } },
    { type: "azure-native:compute/v20240301:VirtualMachine", props: { userData: base64 } },
    {
        type: "azure-native:compute:VirtualMachineScaleSet",
        props: { virtualMachineProfile: { osProfile: { customData: base64 } } },
    },
    { type: "azure-native:compute:VirtualMachineExtension", props: { settings: { commandToExecute: line } } },
    { type: "azure-native:compute:VirtualMachineExtension", props: { protectedSettings: { script: packed } } },
    { type: "azure-native:compute:VirtualMachineRunCommandByVirtualMachine", props: { source: { script: line } } },
    { type: "azure-native:compute:VirtualMachineScaleSetVMRunCommand", props: { source: { script: line } } },
    { type: "azure:compute/linuxVirtualMachine:LinuxVirtualMachine", props: { customData: base64 } },
    {
        type: "azure:compute/linuxVirtualMachineScaleSet:LinuxVirtualMachineScaleSet",
        props: { customData: base64 },
    },
    { type: "azure:compute/virtualMachine:VirtualMachine", props: { osProfile: { customData: script } } },
    {
        type: "azure:compute/orchestratedVirtualMachineScaleSet:OrchestratedVirtualMachineScaleSet",
        props: { osProfile: { customData: base64 } },
    },
    {
        type: "azure:compute/extension:Extension",
        props: { settings: JSON.stringify({ script: base64 }) },
    },
    { type: "azure:compute/runCommand:RunCommand", props: { source: { script: line } } },
    { type: "hcloud:index/server:Server", props: { userData: script } },
    { type: "digitalocean:index/droplet:Droplet", props: { userData: script } },
    { type: "digitalocean:index/dropletAutoscale:DropletAutoscale", props: { dropletTemplate: { userData: script } } },
    {
        type: "cloudinit:index/config:Config",
        props: { parts: [{ contentType: "text/x-shellscript", content: script }] },
    },
    { type: "openstack:compute/instance:Instance", props: { userData: script } },
    { type: "oci:Core/instance:Instance", props: { metadata: { user_data: base64 } } },
    {
        type: "oci:Core/instanceConfiguration:InstanceConfiguration",
        props: { instanceDetails: { launchDetails: { metadata: { user_data: base64 } } } },
    },
    { type: "linode:index/instance:Instance", props: { metadatas: [{ userData: base64 }] } },
    { type: "linode:index/stackScript:StackScript", props: { script } },
    { type: "vultr:index/instance:Instance", props: { userData: script } },
    { type: "vultr:index/startupScript:StartupScript", props: { script: base64 } },
    { type: "scaleway:index/instanceServer:InstanceServer", props: { userData: { "cloud-init": script } } },
    { type: "scaleway:instance/server:Server", props: { cloudInit: script } },
    { type: "proxmoxve:Storage/file:File", props: { sourceRaw: { data: script } } },
    { type: "proxmoxve:index/fileLegacy:FileLegacy", props: { sourceRaw: { data: script } } },
    { type: "vsphere:index/virtualMachine:VirtualMachine", props: { extraConfig: { "guestinfo.userdata": packed } } },
    { type: "libvirt:index/cloudInitDisk:CloudInitDisk", props: { userData: script } },
];

/** What a privileged container on the network of its node does to the kernel of the node. */
export function daemonSet(change: { hostNetwork?: boolean; privileged?: boolean } = {}): {
    type: string;
    props: Record<string, unknown>;
} {
    const { hostNetwork = true, privileged = true } = change;
    const container = { securityContext: { privileged }, command: ["sysctl", "-w", "net.ipv4.tcp_keepalive_time=5"] };
    return {
        type: "kubernetes:apps/v1:DaemonSet",
        props: { spec: { template: { spec: { hostNetwork, initContainers: [container], containers: [] } } } },
    };
}
