import { gzipSync } from "node:zlib";
import { decodeText, settingNamedIn } from "../../text";
import { hasUnknown, unknownLinesOf } from "../../unknown";
import { inputFile, print } from "../state/io";
import { type CommandHandler, resolve, type Shell } from "../state/shell";

/** Commands that encode or decode: base64 and gzip. */
export const encodings: Readonly<Record<string, CommandHandler | undefined>> = {
    base64,
    gzip: (args, shell) =>
        args.some((arg) => /^-[a-z]*d|^--(decompress|uncompress)$/.test(arg)) ? unzip(args, shell) : zip(args, shell),
    gunzip: unzip,
    zcat: (args, shell) => unzip(["-c", ...args], shell),
    openssl: (args, shell) => {
        // `openssl base64` and `openssl enc -base64` take `-d` like base64 itself.
        if (args.includes("base64") || (args.includes("enc") && args.includes("-base64"))) {
            base64(
                args.filter((arg) => arg === "-d"),
                shell,
            );
        } else {
            print(unknownLinesOf(settingNamedIn(shell.input)), shell);
        }
    },
};

/** Marks gzip data in base64 that passes through a pipe. */
const packed = "\uE001";

function base64(args: readonly string[], shell: Shell): void {
    const decodes = args.some((arg) => /^-[a-zA-Z]*[dD]|^--decode$/.test(arg));
    const width = args.findIndex((arg) => /^-w$|^--wrap$/.test(arg));
    const paths = args.filter((arg, i) => !arg.startsWith("-") && i - 1 !== width);
    const text = inputFile(paths[0] ?? "-", shell);
    const bytes = Buffer.from(text.startsWith(packed) && !decodes ? text.slice(packed.length) : text, "base64");
    if (hasUnknown(text) || paths.length > 1) print(unknownLinesOf(settingNamedIn(text)), shell);
    else if (!decodes) print(lines(text.startsWith(packed) ? bytes : Buffer.from(text), args), shell);
    else if (bytes[0] === 0x1f && bytes[1] === 0x8b)
        print(`${packed}${text}`, shell); // the next command unpacks it
    else print(bytes.toString("utf8"), shell);
}

/** Formats base64 in lines of 76 characters, or, with `-w0`, in one line without a newline. */
function lines(bytes: Buffer, args: readonly string[]): string {
    const text = bytes.toString("base64");
    return /(^| )(-w ?0|--wrap[= ]0)( |$)/.test(args.join(" ")) ? text : text.replace(/.{1,76}/g, "$&\n");
}

function zip(args: readonly string[], shell: Shell): void {
    const pack = (text: string): string =>
        hasUnknown(text) ? unknownLinesOf(settingNamedIn(text)) : packed + gzipSync(text).toString("base64");
    convert(args, shell, pack, (path) => `${path}.gz`);
}

function unzip(args: readonly string[], shell: Shell): void {
    const unpack = (text: string): string => {
        const isPacked = text.startsWith(packed);
        const plain = isPacked ? decodeText(Buffer.from(text.slice(packed.length), "base64")) : undefined;
        return plain ?? unknownLinesOf(settingNamedIn(text));
    };
    convert(args, shell, unpack, (path) => path.replace(/\.gz$/, ""));
}

/** Replaces each file by the converted one, or prints it with `-c`; without files, converts the input. */
function convert(
    args: readonly string[],
    shell: Shell,
    change: (text: string) => string,
    renamed: (path: string) => string,
): void {
    const paths = args.filter((arg) => !arg.startsWith("-"));
    if (paths.length === 0) print(change(inputFile("-", shell)), shell);

    for (const path of paths) {
        const text = change(inputFile(path, shell));
        if (args.some((arg) => /^-[a-z0-9]*c|^--(stdout|to-stdout)$/.test(arg))) {
            print(text, shell);
            continue;
        }
        if (!args.some((arg) => /^-[a-z0-9]*k|^--keep$/.test(arg))) shell.files.remove(resolve(path, shell));
        shell.files.write(resolve(renamed(path), shell), text);
    }
}
