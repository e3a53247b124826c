import { at, machine, type ResourceTypeRow, script, template } from "./row";

// The provider encodes plain user data, and leaves base64 as it is.
const ec2 = [at("userData", "either"), at("userDataBase64", "base64")];
const document = at("content", "plain", "ssmDocument");
const component = at("data", "plain", "imageBuilder");

export const awsRows: readonly ResourceTypeRow[] = [
    machine(["aws:ec2/instance:Instance", "aws:ec2/spotInstanceRequest:SpotInstanceRequest"], ...ec2),
    template("aws:ec2/launchConfiguration:LaunchConfiguration", ...ec2),
    template("aws:ec2/launchTemplate:LaunchTemplate", at("userData", "base64")),
    machine("aws:ec2/spotFleetRequest:SpotFleetRequest", at("launchSpecifications/*/userData", "either")),
    template("aws:imagebuilder/component:Component", component),
    template("aws:imagebuilder/imageRecipe:ImageRecipe", at("userDataBase64", "base64")),
    machine("aws:lightsail/instance:Instance", script("userData")),
    template("aws:ssm/document:Document", document),
    machine("aws-native:ec2:Instance", at("userData", "base64")),
    template("aws-native:ec2:LaunchTemplate", at("launchTemplateData/userData", "base64")),
    machine("aws-native:ec2:SpotFleet", at("spotFleetRequestConfigData/launchSpecifications/*/userData", "base64")),
    machine("aws-native:workspacesinstances:WorkspaceInstance", at("managedInstance/userData", "base64")),
    template("aws-native:autoscaling:LaunchConfiguration", at("userData", "base64")),
    template("aws-native:imagebuilder:Component", component),
    template("aws-native:imagebuilder:ImageRecipe", at("additionalInstanceConfiguration/userDataOverride", "base64")),
    machine("aws-native:lightsail:Instance", script("userData")),
    template("aws-native:ssm:Document", document),
];
