import * as pulumi from "@pulumi/pulumi";
import type { Problem } from "../../core/settings";

/** All problems of a component's inputs as one error, which says them all. */
export function inputError(component: string, problems: readonly Problem[]): pulumi.InputPropertiesError {
    const lines = problems.map(({ propertyPath, reason }) => `\n  - ${propertyPath}: ${reason}`);
    const count = problems.length === 1 ? "a problem" : `${problems.length} problems`;
    return new pulumi.InputPropertiesError({
        message: `${component}: the inputs have ${count}; nothing was touched.${lines.join("")}`,
        errors: [...problems],
    });
}
