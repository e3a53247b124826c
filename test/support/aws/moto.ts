import { spawn, type ChildProcess } from "node:child_process";
import * as path from "node:path";
import { pythonEnvironment } from "../python";
import { mustRun } from "../testbed/run";

const requirements = path.join(__dirname, "requirements.txt");

/** The time limit for the server's start, in seconds. */
const patience = 60;

/** A running fake of the AWS API, and a Python with the AWS SDK. */
export interface Moto {
    readonly url: string;
    /** Runs a Python program with a text as its standard input, and returns its output. Rejects if it fails. */
    readonly python: (program: string, stdin: string) => Promise<string>;
    readonly stop: () => void;
}

/** Starts moto on the loopback interface. Installs it from PyPI first if necessary. */
export async function startMoto(): Promise<Moto> {
    const bin = path.join(await pythonEnvironment("moto", requirements), "bin");
    // With port 0, the system chooses a port, which the server prints.
    const server = spawn(path.join(bin, "moto_server"), ["-H", "127.0.0.1", "-p", "0"], {
        stdio: ["ignore", "ignore", "pipe"],
        env: { PATH: process.env["PATH"] },
    });
    const url = await address(server).catch((error: unknown) => {
        server.kill();
        throw error;
    });
    const env = {
        PATH: process.env["PATH"] ?? "",
        AWS_ENDPOINT_URL: url,
        AWS_DEFAULT_REGION: "eu-central-1",
        AWS_ACCESS_KEY_ID: "test",
        AWS_SECRET_ACCESS_KEY: "test",
        AWS_EC2_METADATA_DISABLED: "true",
    };
    return {
        url,
        python: async (program, stdin) => mustRun([path.join(bin, "python"), program], { stdin, env }),
        stop: () => void server.kill(),
    };
}

function address(server: ChildProcess): Promise<string> {
    return new Promise((resolve, reject) => {
        let output = "";
        const fail = (reason: string): void => reject(new Error(`moto's server ${reason}; it printed: ${output}`));
        const timer = setTimeout(() => fail(`is not up after ${patience} s`), patience * 1000);
        server.once("error", reject);
        server.once("close", (code) => fail(`ended (${code})`));
        server.stderr?.on("data", (chunk: Buffer) => {
            output += chunk.toString("utf8");
            const url = /Running on (http:\/\/127\.0\.0\.1:\d+)/.exec(output)?.[1];
            if (url === undefined) return;
            clearTimeout(timer);
            resolve(url);
        });
    });
}
