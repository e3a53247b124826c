import { awsRows } from "./clouds/aws";
import { azureRows } from "./clouds/azure";
import { gcpRows } from "./clouds/gcp";
import { otherRows } from "./clouds/others";
import type { ResourceTypeRow } from "./clouds/row";

/**
 * Every type whose text is read, by provider. The rows' types, property names and nesting are those of the providers' own
 * SDKs: test/support/policies/sdkProperties.json has them, with the version of each SDK, as tools/sdks/ reads them.
 */
export const resourceTypeRows: readonly ResourceTypeRow[] = [...awsRows, ...gcpRows, ...azureRows, ...otherRows];

const byType = new Map(resourceTypeRows.flatMap((row) => row.types.map((type) => [type, row] as const)));

/** The row of a type, if its text is read. */
export function resourceTypeOf(type: string): ResourceTypeRow | undefined {
    return byType.get(type) ?? byType.get(withoutVersion(type));
}

/**
 * azure-native's types of one API version: `azure-native:compute/v20240301:VirtualMachine` until its version 2, and
 * `azure-native_compute_v20240301:compute/v20240301:VirtualMachine` of a package that is generated for the version.
 */
function withoutVersion(type: string): string {
    return type.replace(/^azure-native(?:_\w+)?:(\w+)(?:\/v\w+)?:/, "azure-native:$1:");
}
