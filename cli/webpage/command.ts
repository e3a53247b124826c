import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { Command } from "commander";
import { exitCodes } from "../exitCodes";
import type { Output } from "../output";
import { pageFile, pageFor } from "./html";

const help = `
The page is a single file that works offline and makes no requests. Its URL contains the chosen settings.

Examples:
  Open it:            pulumi-ssh-keepalive page
  Write it to a file: pulumi-ssh-keepalive page --write keepalive.html
  With settings:      pulumi-ssh-keepalive explain --profile stig --html stig.html`;

/** `page`: an interactive page of the timing model. `done` receives the exit code. */
export function pageCommand({ out, err }: Output, done: (code: number) => void): Command {
    return new Command("page")
        .description("open an interactive page that shows what settings do")
        .option("--write <file>", "write the page to this file instead of opening it")
        .addHelpText("after", help)
        .action(async ({ write }: { write?: string }) => {
            try {
                if (write !== undefined) {
                    writeFileSync(write, pageFor());
                    err(`Wrote ${write}\n`);
                } else {
                    const url = pathToFileURL(pageFile()).href;
                    out(`${url}\n`);
                    if (!(await open(url))) err("No browser could be started; open this URL manually.\n");
                }
                done(exitCodes.ok);
            } catch (error) {
                err(`Problem: page: ${(error as Error).message}.\n`);
                done(exitCodes.problems);
            }
        });
}

/** Starts the user's browser, and returns whether that worked. */
function open(url: string): Promise<boolean> {
    const openers: Partial<Record<NodeJS.Platform, string[]>> = {
        darwin: ["open", url],
        win32: ["rundll32", "url.dll,FileProtocolHandler", url],
    };
    const [program = "", ...args] = openers[process.platform] ?? ["xdg-open", url];
    return new Promise((resolve) => {
        const child = spawn(program, args, { stdio: "ignore" });
        child.once("error", () => resolve(false));
        child.once("close", (code) => resolve(code === 0));
    });
}
