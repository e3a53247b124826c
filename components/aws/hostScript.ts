import { commandLine, type CommandLineOptions, type Verb } from "../remote/commandLine";
import { packedProgram } from "../remote/packing";

export interface HostScriptOptions extends Omit<CommandLineOptions, "become" | "run"> {
    verb: Verb;
    /** The program; `server` by default. */
    program?: "server" | "userData";
    /** A command that runs the rest of its line, such as `cloud-init-per instance NAME`. */
    through?: string;
}

/**
 * A POSIX shell script that runs the host program as root: the same command line and the same program as over SSH, in
 * one text. The program comes in a here-document, so that it is standard input here as well.
 */
export function hostScript({ verb, program = "server", through, ...options }: HostScriptOptions): string {
    const line = commandLine(verb, { become: "none", ...options });
    return [
        "#!/bin/sh",
        `${through === undefined ? "" : `${through} `}${line} <<'PROGRAM'`,
        folded(packedProgram(program)).trimEnd(),
        "PROGRAM",
        "",
    ].join("\n");
}

/**
 * The packed program, with an empty comment for the line that is for login shells. Its one long line is split: mail, and
 * therefore a multipart, allows lines of 998 characters (RFC 5322).
 */
function folded(program: string): string {
    const [, unpacking, base64 = ""] = program.split("\n");
    return `#\n${unpacking}\n${base64.slice(1).replace(/.{1,960}/g, "#$&\n")}`;
}
