import { Command, InvalidArgumentError, Option } from "commander";
import { endingSignals } from "../atExit";
import { exitCodes } from "../exitCodes";
import { readHost, readSeconds } from "../explain/options";
import { isReaderGone, type Output } from "../output";
import { asJson } from "../tables";
import { conclude } from "./finding";
import { shortestSilence } from "./ladder";
import { measure, type Measurement } from "./measure";
import { liveProgress, noProgress, plainProgress, type Progress } from "./progress";
import { reportText } from "./report";
import { screenOf } from "./screen";

const help = `
The program opens several sessions with your own ssh (aliases, ProxyJump and agents work), leaves each idle for a
different time, and then uses it once, some from this end, some from the host. The shortest idle time after which that
fails is the idle timeout of the path. A measurement takes about as long as that timeout, and at most as long as --up-to.
Ctrl-C ends it and prints the result so far.

The host needs only sshd and a POSIX shell; nothing is written there. The login must not prompt for a password (use
ssh-agent), because many sessions are opened, at most four at a time.

Examples:
  The idle timeout of the network between here and web1:
    pulumi-ssh-keepalive measure admin@web1.example.com
  Only the first ten minutes, for a script:
    pulumi-ssh-keepalive measure web1 --up-to 10m --json`;

const range = { min: shortestSilence, max: 86_400 };

/** `measure`: measures the idle timeout of the user's network. `done` receives the exit code. */
export function measureCommand(output: Output, done: (code: number) => void): Command {
    return new Command("measure")
        .description("measure how long the network between here and a host keeps an idle connection")
        .argument("<[user@]host>", "the host, as for ssh", readHost)
        .addOption(
            new Option("--up-to <seconds>", "the longest idle time to try")
                .argParser(readLimit)
                .default(3600, "3600, an hour"),
        )
        .option("--json", "print JSON")
        .addHelpText("after", help)
        .action(async (host: string, { upTo, json = false }: { upTo: number; json?: boolean }) => {
            const progress = progressFor(host, upTo, json, output);
            const measurement = await untilStopped((signal) => measure(host, upTo, signal, progress));
            progress.end();
            done(report(measurement, json, output));
        });
}

function readLimit(text: string): number {
    const seconds = readSeconds(text);
    if (seconds < range.min || seconds > range.max)
        throw new InvalidArgumentError(`Expected ${range.min} seconds to a day (${range.max}).`);

    return seconds;
}

function progressFor(host: string, upTo: number, json: boolean, { err }: Output): Progress {
    const screen = screenOf(process.stderr);
    if (screen.live) return liveProgress(host, upTo, screen, err);
    return json ? noProgress : plainProgress(host, upTo, err);
}

/** Stops the measurement on a signal, or if nobody reads its progress any more; a second signal ends the program. */
async function untilStopped<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const controller = new AbortController();
    const stop = () => {
        if (controller.signal.aborted) process.exit(exitCodes.interrupted);
        controller.abort();
    };
    const onError = (error: Error) => {
        if (isReaderGone(error)) controller.abort();
    };
    for (const signal of endingSignals) process.on(signal, stop);
    process.stderr.on("error", onError);
    try {
        return await work(controller.signal);
    } finally {
        for (const signal of endingSignals) process.off(signal, stop);
        process.stderr.off("error", onError);
    }
}

function report(measurement: Measurement, json: boolean, { out, err }: Output): number {
    const { failure, interrupted, host, trials } = measurement;
    if (json) {
        const problems = failure === null ? [] : [{ propertyPath: "host", reason: failure }];
        out(asJson({ ...measurement, finding: conclude(measurement), problems }));
    } else {
        if (trials.length > 0 || failure === null) out(reportText(measurement, screenOf(process.stdout)));
        if (failure !== null) err(`Problem: ${host}: ${failure}\n`);
    }
    if (failure !== null) return exitCodes.problems;
    return interrupted ? exitCodes.interrupted : exitCodes.ok;
}
