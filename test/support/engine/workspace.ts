import * as fs from "node:fs";
import * as path from "node:path";
import { temporaryFolder } from "../temporaryFolder";
import { inController } from "../testbed";
import { type Result, run } from "../testbed/run";
import { pulumiEnvironment, repository } from "./environment";
import { type EngineEvent, readEvents } from "./events";

/** The output and the result of a Pulumi command. */
export interface Outcome extends Result {
    /** Both streams, without colours. */
    readonly output: string;
    readonly events: readonly EngineEvent[];
}

/** A Pulumi project with one stack and its own state, home and program, in a temporary directory. */
export interface Workspace {
    readonly folder: string;
    readonly stack: string;
    /** Runs `pulumi` with these arguments; accepts any exit code. */
    readonly pulumi: (...args: string[]) => Promise<Result>;
    readonly preview: (...options: string[]) => Promise<Outcome>;
    readonly up: (...options: string[]) => Promise<Outcome>;
    readonly destroy: (...options: string[]) => Promise<Outcome>;
    /** Sets a value of the stack's configuration by its path, as `pulumi config set` does. */
    readonly configure: (path: string, value: string, options?: { readonly secret?: boolean }) => Promise<void>;
    /** Writes a file of the project. */
    readonly write: (name: string, content: string) => void;
    /** The stack's outputs. */
    readonly outputs: () => Promise<Record<string, unknown>>;
    /** The whole state, as stored in the backend. */
    readonly state: () => string;
}

export interface WorkspaceOptions {
    /** The set of hosts on whose controller Pulumi runs; this machine's own network by default. */
    readonly set?: string;
    /** The project's name. The stack is named after a new directory, so that stacks of two runs never conflict. */
    readonly project?: string;
    /** An existing project to run in, instead of a new directory. */
    readonly checkout?: string;
    /** Additional environment variables. */
    readonly env?: Readonly<Record<string, string>>;
}

/** Makes a project with an empty program. Rejects if Pulumi is not installed. */
export async function makeWorkspace(options: WorkspaceOptions = {}): Promise<Workspace> {
    const { project = "engine-test", set, env = {} } = options;
    const home = path.join(repository, ".toolchain");
    if (!fs.existsSync(path.join(home, "bin/pulumi")))
        throw new Error('Pulumi is not in .toolchain/bin; run "make toolchain" first.');

    const folder = temporaryFolder();
    const stack = path.basename(folder);
    const cwd = options.checkout ?? path.join(folder, "project");
    const config = path.join(folder, "config.yaml");
    fs.mkdirSync(path.join(folder, "state"));
    fs.mkdirSync(path.join(folder, "home"));
    fs.mkdirSync(path.join(folder, "project"));
    if (fs.existsSync(path.join(home, "home/plugins")))
        fs.symlinkSync(path.join(home, "home/plugins"), path.join(folder, "home/plugins"));

    const environment = {
        ...process.env,
        ...pulumiEnvironment(path.join(folder, "state"), "correct horse battery staple"),
        PULUMI_HOME: path.join(folder, "home"),
        PULUMI_DEBUG_COMMANDS: "1", // Required by --event-log.
        ...env,
    };
    const execute = (args: readonly string[], stdin = ""): Promise<Result> => {
        const argv = ["pulumi", "--color=never", "--non-interactive", ...args];
        // If the engine hangs, its child processes must end with it.
        return run(set === undefined ? argv : inController(set, argv), { cwd, env: environment, timeout: 400, stdin });
    };
    const pulumi = (...args: string[]): Promise<Result> => execute(args);
    let runs = 0;
    const operation = async (command: string, ...args: string[]): Promise<Outcome> => {
        const log = path.join(folder, `events-${(runs += 1)}.json`);
        const where = ["--stack", stack, "--config-file", config, "--event-log", log];
        const result = await pulumi(command, ...where, ...args);
        return { ...result, output: result.stdout + result.stderr, events: readEvents(log) };
    };
    const workspace: Workspace = {
        folder,
        stack,
        pulumi,
        preview: (...more) => operation("preview", ...more),
        up: (...more) => operation("up", "--yes", "--skip-preview", ...more),
        destroy: (...more) => operation("destroy", "--yes", "--skip-preview", ...more),
        configure: async (key, value, { secret = false } = {}) => {
            const flags = ["--path", ...(secret ? ["--secret"] : []), "--stack", stack, "--config-file", config];
            // On standard input, since secrets do not belong on a command line.
            const { exitCode, stderr } = await execute(["config", "set", ...flags, key], value);
            if (exitCode !== 0) throw new Error(`Cannot configure ${key}: ${stderr}`);
        },
        write: (name, content) => fs.writeFileSync(path.join(cwd, name), content),
        outputs: async () => {
            const { stdout } = await pulumi("stack", "output", "--json", "--show-secrets", "--stack", stack);
            return JSON.parse(stdout) as Record<string, unknown>;
        },
        state: () => {
            const stacks = path.join(folder, "state/.pulumi/stacks", options.checkout ? "" : project);
            const file = fs
                .readdirSync(stacks, { recursive: true, encoding: "utf8" })
                .find((name) => name.endsWith(`${stack}.json`));
            return file === undefined ? "" : fs.readFileSync(path.join(stacks, file), "utf8");
        },
    };
    if (options.checkout === undefined) {
        fs.symlinkSync(path.join(repository, "node_modules"), path.join(cwd, "node_modules"));
        workspace.write("package.json", JSON.stringify({ name: project, version: "1.0.0", private: true }));
        workspace.write(
            "Pulumi.yaml",
            `name: ${project}\nruntime: { name: nodejs, options: { typescript: false, nodeargs: --import tsx } }\nmain: index.ts\n`,
        );
        workspace.write("index.ts", "");
    }
    const { exitCode, stdout, stderr } = await pulumi("stack", "init", stack);
    if (exitCode !== 0) throw new Error(`The stack cannot be created: ${stderr || stdout}`);

    // This also removes the salt of the stack's secrets. A checkout must stay as it is.
    fs.renameSync(path.join(cwd, `Pulumi.${stack}.yaml`), config);
    return workspace;
}
