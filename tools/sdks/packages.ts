import { at, type ResourceTypeRow } from "../../policies/resources/clouds/row";

/** The source of each provider's SDK, by the first part of its type tokens. SDKs that npm does not have are on PyPI. */
export const sdks: Readonly<Record<string, { registry: "npm" | "pypi"; name: string }>> = {
    aws: { registry: "npm", name: "@pulumi/aws" },
    "aws-native": { registry: "npm", name: "@pulumi/aws-native" },
    gcp: { registry: "npm", name: "@pulumi/gcp" },
    "google-native": { registry: "npm", name: "@pulumi/google-native" },
    azure: { registry: "npm", name: "@pulumi/azure" },
    "azure-native": { registry: "npm", name: "@pulumi/azure-native" },
    hcloud: { registry: "npm", name: "@pulumi/hcloud" },
    digitalocean: { registry: "npm", name: "@pulumi/digitalocean" },
    openstack: { registry: "npm", name: "@pulumi/openstack" },
    oci: { registry: "npm", name: "@pulumi/oci" },
    linode: { registry: "npm", name: "@pulumi/linode" },
    vultr: { registry: "npm", name: "@ediri/vultr" },
    scaleway: { registry: "npm", name: "@pulumiverse/scaleway" },
    proxmoxve: { registry: "npm", name: "@muhlba91/pulumi-proxmoxve" },
    alicloud: { registry: "npm", name: "@pulumi/alicloud" },
    "equinix-metal": { registry: "npm", name: "@pulumi/equinix-metal" },
    ovh: { registry: "npm", name: "@ovhcloud/pulumi-ovh" },
    civo: { registry: "npm", name: "@pulumi/civo" },
    command: { registry: "npm", name: "@pulumi/command" },
    kubernetes: { registry: "npm", name: "@pulumi/kubernetes" },
    cloudinit: { registry: "pypi", name: "pulumi-cloudinit" },
    vsphere: { registry: "pypi", name: "pulumi-vsphere" },
    libvirt: { registry: "pypi", name: "pulumi-libvirt" },
    exoscale: { registry: "pypi", name: "pulumiverse-exoscale" },
    upcloud: { registry: "pypi", name: "pulumi-upcloud" },
    ionoscloud: { registry: "pypi", name: "pulumi-ionoscloud" },
    yandex: { registry: "pypi", name: "pulumi-yandex" },
    outscale: { registry: "pypi", name: "pulumi-outscale" },
    nutanix: { registry: "pypi", name: "pulumi-nutanix" },
    xenorchestra: { registry: "pypi", name: "pulumi-xenorchestra" },
    vcd: { registry: "pypi", name: "pulumi-vcd" },
    volcengine: { registry: "pypi", name: "pulumi-volcengine" },
    huaweicloud: { registry: "pypi", name: "pulumi-huaweicloud" },
};

/** Types that only older versions of an SDK have. */
export const older: typeof sdks = {
    "proxmoxve:Storage/file:File": { registry: "npm", name: "@muhlba91/pulumi-proxmoxve@5.4.0" },
};

/** The types that the pack reads in dedicated code. */
export const typesOfDedicatedCode: readonly Pick<ResourceTypeRow, "types" | "texts">[] = [
    { types: ["aws:ssm/association:Association"], texts: [at("name"), at("parameters/commands")] },
    { types: ["aws-native:ssm:Association"], texts: [at("name"), at("parameters")] },
    {
        types: ["aws:ssm/maintenanceWindowTask:MaintenanceWindowTask"],
        texts: [
            at("taskArn"),
            at("taskInvocationParameters/runCommandParameters/parameters/*/name"),
            at("taskInvocationParameters/runCommandParameters/parameters/*/values"),
        ],
    },
    {
        types: ["aws-native:ssm:MaintenanceWindowTask"],
        texts: [at("taskArn"), at("taskInvocationParameters/maintenanceWindowRunCommandParameters/parameters")],
    },
    {
        types: ["command:remote:Command"],
        texts: ["create", "update", "delete", "stdin", "environment/X", "connection/host", "connection/hostKey"].map(
            (path) => at(path),
        ),
    },
    {
        types: ["command:local:Command"],
        texts: ["create", "update", "delete", "stdin", "environment/X", "dir", "interpreter"].map((path) => at(path)),
    },
    { types: ["command:remote:CopyToRemote"], texts: [at("remotePath"), at("source")] },
    { types: ["command:remote:CopyFile"], texts: [at("remotePath"), at("localPath")] },
    {
        types: ["kubernetes:apps/v1:DaemonSet"],
        texts: [
            "hostNetwork",
            "containers/*/command",
            "containers/*/args",
            "containers/*/securityContext/privileged",
        ].map((path) => at(`spec/template/spec/${path}`)),
    },
];
