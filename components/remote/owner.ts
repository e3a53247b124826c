import * as pulumi from "@pulumi/pulumi";

/**
 * Whose settings are on a host: `<project>/<stack>/<component name>`, with the types of its parents before its name, which
 * alone need not be unique in a stack.
 */
export function ownerOf(component: pulumi.ComponentResource): pulumi.Output<string> {
    const owner = new Promise<string>((resolve) => component.urn.apply((urn) => resolve(ownerIn(urn))));
    // Not the output itself: the component's own children would depend on it, and so wait for each other.
    return pulumi.output(owner);
}

/** The owner by a name that is the only one of its kind in the stack. */
export function ownerNamed(name: string): string {
    return `${pulumi.getProject()}/${pulumi.getStack()}/${name}`;
}

/** The owner in a URN, `urn:pulumi:<stack>::<project>::<type>$<type>::<name>`; a name may have colons of its own. */
export function ownerIn(urn: string): string {
    const [stack = "", project, types = "", ...name] = urn.split("::");
    const parents = types.split("$").slice(0, -1);
    return [project, stack.replace("urn:pulumi:", ""), ...parents, name.join("::")].join("/");
}
