import { createHash } from "node:crypto";
import { packedBase64 } from "../../../../components/shell/packed";
import { type ProgramName, programs, wholeText, withoutComments } from "../../../../components/shell/programs";
import { decodeText } from "../../text";

/**
 * The SHA-256 of each host program of this version, in the forms that a host's shell runs: packed and plain. The pack's
 * bundle contains the list instead of this module; see build.mjs.
 */
export function shippedPrograms(): ReadonlySet<string> {
    digests ??= new Set(
        (Object.keys(programs) as ProgramName[])
            .flatMap((name) => [
                decodeText(Buffer.from(packedBase64(name), "base64")) ?? "",
                withoutComments(wholeText(name)),
            ])
            .map((text) => createHash("sha256").update(text).digest("hex")),
    );
    return digests;
}

let digests: ReadonlySet<string> | undefined;
