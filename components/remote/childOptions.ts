import type * as pulumi from "@pulumi/pulumi";
import { defined } from "../../core/records";

/**
 * The options of a component that its children need too. `parent` passes on provider, protect and aliases;
 * these it does not.
 */
export function childOptions(
    parent: pulumi.ComponentResource,
    opts: pulumi.ComponentResourceOptions,
): pulumi.CustomResourceOptions {
    const { dependsOn, deletedWith, retainOnDelete, customTimeouts } = opts;
    return defined({ parent, dependsOn, deletedWith, retainOnDelete, customTimeouts });
}
