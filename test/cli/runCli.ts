import { run } from "../../cli/run";

/** Runs the command line in this process, and gives its exit code and what it wrote. */
export async function runCli(...args: string[]): Promise<{ code: number; out: string; err: string }> {
    const written = { out: "", err: "" };
    const code = await run(args, {
        out: (text) => void (written.out += text),
        err: (text) => void (written.err += text),
    });
    return { code, ...written };
}
