/** The remedy for a truncated key. */
export const wholeFile = "give the whole file, from -----BEGIN to -----END";
const readAsText = 'readFileSync(path, "utf8")';

/** What is wrong with the form of the text; undefined if it frames a key as the plugin reads it. */
export function keyFormFault(key: unknown): string | undefined {
    if (Array.isArray(key) && key.every((line) => typeof line === "string"))
        return 'this key is a list of lines, not text; join them: lines.join("\\n")';
    if (typeof key !== "string") {
        return isBytes(key)
            ? `this is a Buffer, not text; read the file as text: ${readAsText}`
            : `this is not a string; give the key's text, for example of ${readAsText}`;
    }
    const fault = forms.find(({ test }) => test(key));
    return fault?.reason;
}

/** Invalid forms in which keys are given, in the order in which they are checked. */
const forms: readonly { test: (key: string) => boolean; reason: string }[] = [
    {
        test: (key) => /^PuTTY-User-Key-File-/m.test(key),
        reason: "this is a PuTTY key; convert it with `puttygen key.ppk -O private-openssh -o key`",
    },
    {
        test: (key) => /^-----BEGIN ENCRYPTED PRIVATE KEY-----/m.test(key),
        reason:
            "this is an encrypted PKCS#8 key, which the command plugin does not read; " +
            "rewrite it in OpenSSH's format with `ssh-keygen -p -f key`",
    },
    {
        test: (key) => !frame.test(key) && /PUBLIC KEY|^\s*(ssh-|ecdsa-|sk-)/.test(key),
        reason: "this is a public key; give the private one, the file without .pub",
    },
    { test: (key) => key.trim() === "", reason: "this is empty; give the key's text, or leave the field out" },
    {
        test: (key) => /^(undefined|null|\[object .*\]|Calling \[to.*)$/s.test(key),
        reason: "this is not a private key but the text of a missing value, an object or an output; give the key's text",
    },
    {
        test: (key) => !frame.test(key) && /^[~/.\w][^\n]{0,255}\n?$/.test(key) && !frame.test(decoded(key)),
        reason: `this looks like the path of a key; give the key's text, for example of ${readAsText}`,
    },
    {
        test: (key) => !frame.test(key) && frame.test(decoded(key)),
        reason: 'this is a key in base64; decode it: Buffer.from(text, "base64").toString()',
    },
    {
        test: (key) => frame.test(key) && key.includes("\\n"),
        reason: 'this has "\\n" as two characters instead of line breaks; write key.replace(/\\\\n/g, "\\n")',
    },
    {
        test: (key) => key.includes("\0"),
        reason: "this key is in UTF-16, as some editors and PowerShell write text; save its file as UTF-8",
    },
    { test: (key) => !frame.test(key), reason: `this is not the text of a private key; ${wholeFile}` },
    {
        test: (key) => !endLine.test(key),
        reason: `this key is truncated: its -----END line is missing; ${wholeFile}`,
    },
    {
        test: (key) => /^\ufeff+-----BEGIN/m.test(key),
        reason: "this key begins with a byte order mark, which the command plugin does not skip; save its file without it",
    },
    {
        test: (key) => /["'`]-----BEGIN|KEY-----[^\S\n]*["'`]/.test(key),
        reason: "this key is in quotes, which are no part of it; remove them",
    },
    {
        test: (key) => isOtherBlock(firstBlock(key)),
        reason:
            "another block precedes the private key, such as a certificate or EC PARAMETERS, and the command plugin reads " +
            "the first block only; give the key's own block alone",
    },
    {
        test: (key) => /-----END [A-Z0-9 ]*PRIVATE KEY-----[^\S\n]*-/.test(key),
        reason: "another block begins on the last line of this key; give the key's own block alone",
    },
    {
        test: (key) => /PRIVATE KEY-----[^\S\n]*[^\s-]/.test(key),
        reason: "the line breaks of this key were lost; give it with the line breaks of the file",
    },
    {
        test: (key) => !/^-----BEGIN/m.test(key) || /\n[^\S\n]+-----END/.test(key) || /^[^\S\n]+\S/m.test(body(key)),
        reason: "the lines of this key are indented; remove the indentation, so that they are as in the file",
    },
    {
        test: (key) => /[^\t\r\n -~]/.test(body(key)),
        reason:
            "this key has characters that are in no key, such as no-break spaces, maybe from a web page or an editor; " +
            wholeFile,
    },
];

const frame = /-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----/;
const endLine = /-----END [A-Z0-9 ]*PRIVATE KEY-----/;

function decoded(text: string): string {
    return Buffer.from(text, "base64").toString("latin1");
}

/** The first block whose first line begins like that of a private key; the text around it is not part of the key. */
export function body(key: string): string {
    const from = key.slice(key.search(frame));
    const end = endLine.exec(from);
    return end === null ? from : from.slice(0, end.index + end[0].length);
}

/** What the first block is, as the plugin finds it: at the beginning of a line. */
function firstBlock(key: string): string | undefined {
    return /^-----BEGIN ([A-Z0-9 ]+)-----/m.exec(key)?.[1];
}

function isOtherBlock(label: string | undefined): boolean {
    return label !== undefined && !label.endsWith("PRIVATE KEY");
}

function isBytes(value: unknown): boolean {
    if (value instanceof Uint8Array) return true;
    // A Buffer looks like this after it has passed through an output or JSON.
    const { type, data } = (value ?? {}) as { type?: unknown; data?: unknown };
    const keys = typeof value === "object" && value !== null ? Object.keys(value) : [];
    return (type === "Buffer" && Array.isArray(data)) || (keys.length > 0 && keys.every((name) => /^\d+$/.test(name)));
}
