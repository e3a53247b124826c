import type * as pulumi from "@pulumi/pulumi";

/**
 * The options of a component that its children need too. `parent` passes on provider, protect and aliases;
 * these it does not.
 */
export function childOptions(
    parent: pulumi.ComponentResource,
    opts: pulumi.ComponentResourceOptions,
): pulumi.CustomResourceOptions {
    const { dependsOn, deletedWith, retainOnDelete, customTimeouts } = opts;
    return {
        parent,
        ...(dependsOn === undefined ? {} : { dependsOn }),
        ...(deletedWith === undefined ? {} : { deletedWith }),
        ...(retainOnDelete === undefined ? {} : { retainOnDelete }),
        ...(customTimeouts === undefined ? {} : { customTimeouts }),
    };
}
