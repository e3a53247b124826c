import * as pulumi from "@pulumi/pulumi";
import { gzip } from "pako";
import { checkNow, resolveLater } from "../../inputs/checkInputs";
import { inputError } from "../../inputs/inputError";
import { ownerNamed } from "../../remote/owner";
import type { KeepaliveSettings } from "../../server/args";
import { planFor } from "../../server/plan";
import { hostScript, type HostScriptOptions } from "../hostScript";
import { multipart } from "./multipart";
import { ownPart } from "./ownPart";
import { isUpToDate } from "./previous";
import { userDataRules } from "./rules";

/** The options of `keepaliveUserData`. */
export interface UserDataOptions {
    /**
     * The name of the component that will manage these hosts later: an `SshKeepalive` or `SshKeepaliveAssociation` of
     * this stack with this name takes over the settings that an instance booted with. `user-data` by default, for none.
     */
    name?: pulumi.Input<string>;
    /** The user's own user data, in any form that cloud-init takes: as text, as base64, or as base64 of gzip. */
    userData?: pulumi.Input<string>;
    /** `cloud-init` (the default), or `shell` for a plain POSIX shell script. */
    format?: pulumi.Input<string>;
    /**
     * `gzip`, the default: base64 of gzip, which cloud-init unpacks in either format. `base64`, and `text`, which is as it
     * is: both are larger than EC2 takes with the host program of this version, and are refused for as long as that is so.
     * An instance takes the first two as `userDataBase64` and the last one as `userData`; a launch template takes the
     * first two as `userData`.
     */
    encoding?: pulumi.Input<string>;
    /**
     * The user data in use, such as this stack's own output of the last update. If it has the same settings, name and
     * `userData`, it is returned unchanged, with the host program of the version that rendered it, so that an update of
     * this package changes no instance. None by default.
     */
    previous?: pulumi.Input<string | undefined>;
}

/** What EC2 takes of user data, in bytes, before its base64: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html */
const userDataLimit = 16_384;

/**
 * User data that applies keepalive settings at an instance's first boot, before its sshd accepts the first login, with
 * the same host program and the same proof as over SSH. It runs once, so later changes of the settings stay. It
 * contains no secrets except those in `userData`.
 *
 * Throws pulumi.InputPropertiesError with all problems of what is known; the output rejects with one for what is known
 * later, and for user data that is larger than EC2 takes.
 */
export function keepaliveUserData(
    settings: KeepaliveSettings = {},
    options: UserDataOptions = {},
): pulumi.Output<string> {
    const inputs = { ...settings, ...options };
    const known = checkNow(inputs, userDataRules);
    return resolveLater(inputs, userDataRules, known).apply(({ inputs, resolved }) => {
        const { name = "user-data", userData, format = "cloud-init", encoding = "gzip", previous = "" } = inputs;
        const { owner, settings } = planFor(inputs, resolved, ownerNamed(name));
        // The settings of a new instance take precedence over any that its image has.
        const call = { program: "userData", verb: "apply", owner, settings, takeOver: true } as const;
        const text = format === "shell" ? hostScript(call) : bootHook(call, userData);
        return isUpToDate(previous, text, encoding) ? previous : encoded(text, encoding);
    });
}

function bootHook(call: HostScriptOptions, userData: string | undefined): string {
    // A boot hook runs before sshd starts, a script part only afterwards. A hook runs at each boot; the wrapper runs it once.
    const through = "cloud-init-per instance pulumi-ssh-keepalive";
    const hook = { text: `#cloud-boothook\n${hostScript({ ...call, through })}`, type: "text/cloud-boothook" };
    const own = userData === undefined ? undefined : ownPart(userData);
    return multipart(own === undefined || "reason" in own ? [hook] : [hook, own]);
}

function encoded(text: string, encoding: string): string {
    const bytes = encoding === "gzip" ? gzip(text, { level: 9 }) : new TextEncoder().encode(text);
    if (bytes.length > userDataLimit) throw tooLarge(bytes.length, encoding);
    return encoding === "text" ? text : Buffer.from(bytes).toString("base64");
}

function tooLarge(size: number, encoding: string): Error {
    const remedy =
        encoding === "gzip"
            ? "shorten userData, for example by having it fetch what is large"
            : 'set encoding to "gzip", or shorten userData';
    const reason = `makes ${size} bytes together with the keepalive settings, and EC2 takes ${userDataLimit}; ${remedy}`;
    return inputError("keepaliveUserData", [{ propertyPath: "userData", reason }], !pulumi.runtime.isDryRun());
}
