import * as pulumi from "@pulumi/pulumi";
import type { ProgramRun } from "../inputs/programRun";

/** From how many hosts on the switches are worth a line: below, all that they save is a few seconds. */
const many = 64;

/**
 * Counts a host of a run, over all its components. Where there are many and the state is in a file or a bucket, one
 * line of information explains how to store it cheaply. The organization of such a stack is called "organization"; Pulumi
 * Cloud's backend keeps the state of each resource alone.
 */
export function countHost(run: ProgramRun, component: pulumi.Resource): void {
    run.hosts += 1;
    if (run.hosts !== many || organization() !== "organization") return;
    const switches = ["PULUMI_DIY_BACKEND_ZSTD", "PULUMI_SKIP_CHECKPOINTS"].filter((name) => !isOn(process.env[name]));
    if (switches.length === 0) return;
    void pulumi.log.info(
        `${many} or more hosts in a state that is a single file, which Pulumi rewrites before and after each host: ` +
            `${switches.map((name) => `${name}=true`).join(" and ")} saves most of that time ` +
            "(512 hosts with one value changed: 43 s, not 278 s). Read docs/scale.md first: without checkpoints, a killed " +
            "update leaves no trace in the state.",
        component,
    );
}

/** Undefined in a program's own tests, which may have none. */
function organization(): string | undefined {
    try {
        return pulumi.getOrganization();
    } catch {
        return undefined;
    }
}

function isOn(value: string | undefined): boolean {
    return value === "1" || value?.toLowerCase() === "true";
}
