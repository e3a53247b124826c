import { at, base64, line, packed, resources, script } from "./texts";

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
const ec2 = [{ userData: script }, { userData: base64 }, { userDataBase64: packed }];

export const aws = [
    ...resources("aws:ec2/instance:Instance", ...ec2),
    ...resources("aws:ec2/spotInstanceRequest:SpotInstanceRequest", ...ec2),
    ...resources("aws:ec2/launchConfiguration:LaunchConfiguration", ...ec2),
    ...resources("aws:ec2/launchTemplate:LaunchTemplate", { userData: base64 }),
    ...resources("aws:ec2/spotFleetRequest:SpotFleetRequest", { launchSpecifications: [{}, { userData: script }] }),
    ...resources("aws:imagebuilder/component:Component", { data: component }),
    ...resources("aws:imagebuilder/imageRecipe:ImageRecipe", { userDataBase64: base64 }),
    ...resources("aws:lightsail/instance:Instance", { userData: line }),
    ...resources("aws:ssm/document:Document", { content: document }),
    ...resources("aws:ssm/association:Association", { name: "AWS-RunShellScript", parameters: { commands: line } }),
    ...resources("aws:ssm/maintenanceWindowTask:MaintenanceWindowTask", {
        taskArn: "AWS-RunShellScript",
        ...at("taskInvocationParameters/runCommandParameters/parameters/*", {
            name: "commands",
            values: ["set -e", line],
        }),
    }),
    ...resources("aws-native:ec2:Instance", { userData: base64 }),
    ...resources("aws-native:ec2:LaunchTemplate", at("launchTemplateData/userData", base64)),
    ...resources("aws-native:ec2:SpotFleet", at("spotFleetRequestConfigData/launchSpecifications/*/userData", base64)),
    ...resources("aws-native:workspacesinstances:WorkspaceInstance", at("managedInstance/userData", base64)),
    ...resources("aws-native:autoscaling:LaunchConfiguration", { userData: base64 }),
    ...resources("aws-native:imagebuilder:Component", { data: component }),
    ...resources("aws-native:imagebuilder:ImageRecipe", at("additionalInstanceConfiguration/userDataOverride", base64)),
    ...resources("aws-native:lightsail:Instance", { userData: line }),
    ...resources("aws-native:ssm:Document", { content: JSON.parse(document) as object }),
    ...resources("aws-native:ssm:Association", { name: "AWS-RunShellScript", parameters: { commands: [line] } }),
    ...resources("aws-native:ssm:MaintenanceWindowTask", {
        taskArn: "AWS-RunShellScript",
        ...at("taskInvocationParameters/maintenanceWindowRunCommandParameters/parameters/commands/*", line),
    }),
];
