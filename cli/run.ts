import { Command, CommanderError } from "commander";
import { exitCodeHelp, exitCodes } from "./exitCodes";
import { explainCommand } from "./explain/command";
import { measureCommand } from "./measure/command";
import { drawable, type Output, plainTerminal } from "./output";
import { packageVersion } from "./package";
import { hopsCommand, profilesCommand } from "./tables";
import { pageCommand } from "./webpage/command";

/** Runs the program with these arguments (without node and script), and returns the exit code. */
export async function run(args: readonly string[], output: Output): Promise<number> {
    let code: number = exitCodes.ok;
    const plain = (text: string) => drawable(text, output.terminal ?? plainTerminal);
    const program = new Command("pulumi-ssh-keepalive")
        .description("Explain and measure SSH keepalive: what the settings of sshd, ssh, PuTTY and the kernel do.")
        .version(packageVersion())
        .addHelpText("after", exitCodeHelp);
    const subcommands = [
        explainCommand(output, (result) => (code = result)),
        measureCommand(output, (result) => (code = result)),
        pageCommand(output, (result) => (code = result)),
        profilesCommand(output),
        hopsCommand(output),
    ];
    for (const command of [program, ...subcommands]) {
        command.exitOverride().configureOutput({
            writeOut: (text) => output.out(plain(text)),
            writeErr: (text) => output.err(plain(text)),
        });
        command.showHelpAfterError("(--help shows all options, with examples)").showSuggestionAfterError();
    }
    for (const command of subcommands) program.addCommand(command);
    try {
        await program.parseAsync(args, { from: "user" });
        return code;
    } catch (error) {
        if (!(error instanceof CommanderError)) throw error;
        return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
    }
}
