import type * as pulumi from "@pulumi/pulumi";
import type { KeepaliveSettings } from "../server/args";

// Interfaces without "Args": see ../server/args.ts.
export type FleetTargetArgs = FleetTarget;
export type FleetOutputArgs = FleetOutput;

/** One condition on the instances of a fleet, as Systems Manager takes it; all conditions must hold. */
export interface FleetTarget {
    /** `tag:<name of a tag>`, `InstanceIds`, or another key of Systems Manager's `Target`. */
    key: pulumi.Input<string>;
    /** The values, one of which must hold. */
    values: pulumi.Input<pulumi.Input<string>[]>;
}

/** Where Systems Manager puts what the host program reports and complains of: a bucket that the instances may write to. */
export interface FleetOutput {
    /** The bucket's name. */
    s3BucketName: pulumi.Input<string>;
    /** What the objects' keys begin with. */
    s3KeyPrefix?: pulumi.Input<string>;
    /** The bucket's region, if it is another one. */
    s3Region?: pulumi.Input<string>;
}

/** What `SshKeepaliveAssociation` takes: the settings of `SshKeepalive`, and which instances get them when. */
export interface SshKeepaliveAssociationArgs extends KeepaliveSettings {
    /** Which instances: one to five conditions. */
    targets: pulumi.Input<pulumi.Input<FleetTargetArgs>[]>;
    /** When drift is put right: `rate(…)` of at least 30 minutes, or `cron(…)`; `rate(30 minutes)` by default. */
    scheduleExpression?: pulumi.Input<string>;
    /** How many instances at a time: a number or a percentage; `10%` by default. */
    maxConcurrency?: pulumi.Input<string>;
    /** How many failures stop the rest: a number or a percentage; `10%` by default. */
    maxErrors?: pulumi.Input<string>;
    /** Where the reports go; nowhere by default. */
    outputLocation?: pulumi.Input<FleetOutputArgs>;
    /** Seconds, 1 to 86400, that an update waits for the first success; it does not wait by default. */
    waitForSuccessTimeoutSeconds?: pulumi.Input<number>;
    /** True takes over instances that another stack or component manages. False by default. */
    takeOver?: pulumi.Input<boolean>;
    /** True gives the instances back what they had: the step before the component is removed. False by default. */
    restore?: pulumi.Input<boolean>;
}
