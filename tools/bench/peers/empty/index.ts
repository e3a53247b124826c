// The program that `pulumi new typescript` creates, with one output added so that the import is used.
import * as pulumi from "@pulumi/pulumi";

export const project = pulumi.getProject();
