import { Command, Option } from "commander";
import { labelOf } from "../../core/explain/query";
import { puttyDefaultSession } from "../../core/render/putty";
import { retransmissions } from "../../core/timing";
import type { Output } from "../output";
import { explainHost } from "./host";
import {
    type ExplainOptions,
    readCount,
    readHost,
    readPath,
    readPuttySession,
    readRekeyLimit,
    readSeconds,
    readTimeouts,
    readVersion,
    readYesNo,
} from "./options";
import { explainSettings } from "./settings";

const examples = `
Examples:
  The effect of 120 × 30 on Debian 12 behind two NATs:
    pulumi-ssh-keepalive explain --interval 120 --count 30 --openssh 9.2 --path aws-nat-gateway,azure-load-balancer
  The DISA STIG profile:
    pulumi-ssh-keepalive explain --profile stig
  An interval for a path, with the configuration files written to a folder:
    pulumi-ssh-keepalive explain --path gcp-vpc,1800 --write keepalive
  A running host and your own ssh (reading sshd's values takes root, or sudo without a password):
    pulumi-ssh-keepalive explain --host admin@web1.example.com --path aws-nat-gateway`;

const settingOptions = [
    new Option("--profile <name>", "a named set of settings (see: profiles)"),
    setting("--interval <seconds>", readSeconds),
    setting("--count <n>", readCount),
    setting("--tcp-keepalive <yes|no>", readYesNo),
    setting("--channel-timeout <type=seconds,…>", readTimeouts),
    setting("--unused-connection-timeout <seconds>", readSeconds),
    setting("--client-interval <seconds>", readSeconds),
    setting("--client-count <n>", readCount),
    setting("--kernel-time <seconds>", readSeconds),
    setting("--kernel-interval <seconds>", readSeconds),
    setting("--kernel-probes <n>", readCount),
    new Option("--openssh <version>", "the server's OpenSSH: a version (9.2) or a distribution (debian-12)").argParser(
        readVersion,
    ),
    new Option("--client-openssh <version>", "the client's OpenSSH, in the same form").argParser(readVersion),
    new Option("--rekey-limit <time>", "the time in the server's RekeyLimit, such as 1h").argParser(readRekeyLimit),
    new Option("--client-rekey-limit <time>", "the time in the client's RekeyLimit").argParser(readRekeyLimit),
    new Option("--tcp-retries2 <n>", `net.ipv4.tcp_retries2 (default: ${retransmissions.default})`).argParser(
        readCount,
    ),
    new Option(
        "--putty-session <name>",
        `the PuTTY session to configure (default: "${puttyDefaultSession}")`,
    ).argParser(readPuttySession),
    new Option("--write <folder>", "write the files into a new folder instead of printing them"),
    new Option("--html <file>", "write an interactive page that starts with these settings"),
];

/** An option for one setting, described by the setting's keyword. */
function setting(flags: string, read: (text: string) => unknown): Option {
    const option = new Option(flags).argParser(read);
    option.description = labelOf(option.name());
    return option;
}

/** `explain`: reports what settings do, in text or JSON. `done` receives the exit code. */
export function explainCommand(output: Output, done: (code: number) => void): Command {
    const command = new Command("explain")
        .description("explain what keepalive settings do: when sessions end, and which hops they survive")
        .addHelpText("after", examples);
    for (const option of settingOptions) command.addOption(option);
    return command
        .addOption(
            new Option("--host <[user@]host>", "explain the effective values of a running host, read with your own ssh")
                .argParser(readHost)
                .conflicts(settingOptions.map((option) => option.attributeName())),
        )
        .option(
            "--path <hop,…>",
            "hops between client and server: names (see: hops) or idle timeouts in seconds",
            readPath,
        )
        .option("--no-files", "do not print the configuration files")
        .option("--json", "print JSON")
        .action(async (options: ExplainOptions) => {
            done(
                options.host === undefined
                    ? explainSettings(options, output)
                    : await explainHost(options.host, options, output),
            );
        });
}
