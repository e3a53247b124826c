// What `pulumi new typescript` makes, but for one output, so that the import is used.
import * as pulumi from "@pulumi/pulumi";

export const project = pulumi.getProject();
