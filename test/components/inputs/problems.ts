import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { checkNow } from "../../../components/inputs/checkInputs";
import { managerOf } from "../../../components/inputs/parts";
import { serverRules } from "../../../components/server/rules";

export const host = { host: "192.0.2.1" };

/** The problems of arguments that are all known, by property path. */
export function problemsOf(args: unknown, name = "edge"): Record<string, string> {
    try {
        checkNow(args, serverRules(name, managerOf("SshKeepalive", name, false, {})).whole);
    } catch (error) {
        assert.ok(pulumi.InputPropertiesError.isInstance(error), String(error));
        return Object.fromEntries((error.errors ?? []).map(({ propertyPath, reason }) => [propertyPath, reason]));
    }
    return {};
}
