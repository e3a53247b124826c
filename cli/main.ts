#!/usr/bin/env node
import { exitCodes } from "./exitCodes";
import { isReaderGone, terminalOf } from "./output";
import { run } from "./run";

// A reader that closes the pipe early (`| head`) does not change the exit code.
process.stdout.on("error", (error: Error) => {
    if (isReaderGone(error)) return;
    process.exitCode = exitCodes.problems;
    process.stderr.write(`Problem: the output cannot be written: ${error.message}.\n`);
});
process.stderr.on("error", () => undefined);

void run(process.argv.slice(2), {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    terminal: terminalOf(process.stdout, process.env),
}).then((code) => {
    process.exitCode ??= code;
});
