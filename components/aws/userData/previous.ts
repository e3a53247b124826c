import { plainText } from "./ownPart";

/** Whether the user data that is in use is what would be rendered, whatever version of the host program it carries. */
export function isUpToDate(previous: string, text: string, encoding: string): boolean {
    const plain = plainText(previous);
    if (plain === undefined || encodingOf(previous, plain) !== encoding) return false;
    return withoutProgram(plain) === withoutProgram(text);
}

function encodingOf(previous: string, plain: string): string {
    if (plain === previous) return "text";
    // What gzip begins with, in base64.
    return previous.startsWith("H4sI") ? "gzip" : "base64";
}

/** All that a user decides: without the host program, what unpacks it, and the boundary, which is a hash of all parts. */
function withoutProgram(text: string): string {
    const boundary = /^MIME-Version: 1\.0\nContent-Type: multipart\/mixed; boundary="([^"]+)"/.exec(text)?.[1];
    return (boundary === undefined ? text : text.replaceAll(boundary, "boundary"))
        .replace(/ ?sh -c '.*' keepalive apply /, " keepalive apply ")
        .replace(/ <<'PROGRAM'\n[^]*?\nPROGRAM\n/, "\n");
}
