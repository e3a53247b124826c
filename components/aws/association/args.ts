import type * as pulumi from "@pulumi/pulumi";
import type { KeepaliveSettings } from "../../server/args";

/** One condition on the instances of a fleet, as Systems Manager takes it; all conditions must hold. */
export interface FleetTarget {
    /** `tag:<name of a tag>`, `InstanceIds`, or another key of Systems Manager's `Target`; 1 to 163 characters. */
    key: pulumi.Input<string>;
    /** The values, one of which must hold; 1 to 50. */
    values: pulumi.Input<pulumi.Input<string>[]>;
}

/** Where Systems Manager stores the host program's output and errors: a bucket that the instances can write to. */
export interface FleetOutput {
    /** The bucket's name, 3 to 63 characters. */
    s3BucketName: pulumi.Input<string>;
    /** The prefix of the objects' keys; at most 500 characters. */
    s3KeyPrefix?: pulumi.Input<string>;
    /** The bucket's region, if it is not the association's. */
    s3Region?: pulumi.Input<string>;
}

/** Arguments of `SshKeepaliveAssociation`: the settings of `SshKeepalive`, and which instances get them and when. */
export interface SshKeepaliveAssociationArgs extends KeepaliveSettings {
    /** Which instances: one to five conditions. */
    targets: pulumi.Input<pulumi.Input<FleetTarget>[]>;
    /**
     * When drift is repaired: `rate(…)` of at least 30 minutes, `cron(…)`, or `at(yyyy-mm-ddThh:mm:ss)` in UTC, which
     * runs once and does not repair later drift; `rate(30 minutes)` by default.
     */
    scheduleExpression?: pulumi.Input<string>;
    /**
     * True makes a change wait for the next scheduled time of `scheduleExpression`, which must be a `cron(…)`. False by
     * default.
     */
    applyOnlyAtCronInterval?: pulumi.Input<boolean>;
    /** Change Calendars, by name or ARN: the association runs only while all of them are open. None by default. */
    calendarNames?: pulumi.Input<pulumi.Input<string>[]>;
    /** How many instances at a time: a number of up to 7 digits, or a percentage; `10%` by default (AWS's is 100%). */
    maxConcurrency?: pulumi.Input<string>;
    /** How many failures stop the rest: a number of up to 7 digits, or a percentage; `10%` by default. */
    maxErrors?: pulumi.Input<string>;
    /** The severity of a failure in AWS's compliance reports: `CRITICAL` to `LOW`, or `UNSPECIFIED`. */
    complianceSeverity?: pulumi.Input<string>;
    /**
     * `AUTO`: the runs determine whether an instance is compliant (AWS's default); `MANUAL`: only your own API calls
     * do.
     */
    syncCompliance?: pulumi.Input<string>;
    /** Where the reports are stored; nowhere by default. */
    outputLocation?: pulumi.Input<FleetOutput>;
    /**
     * Seconds, 1 to 86400, that `pulumi up` waits for success on all targets when it creates an association; by default
     * it does not wait. AWS's provider waits only at creation: at the first update, and at each update that changes the
     * settings, `takeOver`, `restore` or the version of this package, but not if only targets, schedule or limits
     * change.
     */
    waitForSuccessTimeoutSeconds?: pulumi.Input<number>;
    /** True takes over instances that another stack or component manages. False by default. */
    takeOver?: pulumi.Input<boolean>;
    /** True restores the instances' earlier settings: the step before the component is removed. False by default. */
    restore?: pulumi.Input<boolean>;
}
