/**
 * Text that came from another machine, fit for a console: on one line, without escape sequences, control and format
 * characters (which move a cursor, hide text or turn its direction), and with U+FFFD for unassigned code points.
 */
export function printable(text: string): string {
    return text
        .replace(escapeSequence, "")
        .replace(/[\t\n\r\u2028\u2029]+/gu, " ")
        .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}]/gu, "\u{fffd}");
}

// ECMA-48: control sequences, the strings of OSC and its like up to their end, and two-character escapes; each of the
// three also in its one-character form above 127.
const escapeSequence =
    /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|(?:\u001b[PX\]^_]|[\u0090\u0098\u009d-\u009f])[^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c)|\u001b[ -/]*[0-~]/gu;
