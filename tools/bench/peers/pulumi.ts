import * as fs from "node:fs";
import * as path from "node:path";
import { parse, stringify } from "yaml";
import { pulumiEnvironment } from "../../../test/support/engine/environment";
import { mustRun } from "../../../test/support/testbed/run";
import type { Job } from "./peer";

export const root = path.join(__dirname, "..", "..", "..");

/** A Pulumi program in a separate folder, with its own state in files and a stack named dev. */
export interface Workspace {
    readonly env: NodeJS.ProcessEnv;
    /** A non-interactive `pulumi` command with these arguments. */
    readonly pulumi: (...args: readonly string[]) => Job;
    /** Adds to the stack's configuration directly, because the command line takes a second for each key. */
    readonly setConfig: (values: Readonly<Record<string, unknown>>) => void;
    readonly setSecret: (key: string, text: string) => Promise<void>;
    /** The file that contains the state, if it is not compressed. */
    readonly stateFile: string;
}

export interface WorkspaceOptions {
    /** A new or empty folder. */
    readonly folder: string;
    /** The project's name. */
    readonly name: string;
    /** The program: a file of this repository. Its imports are resolved from its original folder. */
    readonly program: string;
    /** True copies a program that imports only packages, with the tsconfig.json next to it. False by default. */
    readonly copied?: boolean;
    /** Further environment variables. */
    readonly env?: NodeJS.ProcessEnv;
    /** Options of the nodejs runtime; those of this repository's own stack by default. */
    readonly runtimeOptions?: Readonly<Record<string, unknown>>;
}

interface Project {
    name: string;
    runtime: { name: string; options: Readonly<Record<string, unknown>> };
    main: string;
}

/** Creates a workspace. Its environment does not depend on the user's own Pulumi settings. */
export async function workspace(wanted: WorkspaceOptions): Promise<Workspace> {
    const { folder, name, program, copied = false, runtimeOptions } = wanted;
    const main = `index${path.extname(program)}`;
    const project = parse(fs.readFileSync(path.join(root, "Pulumi.yaml"), "utf8")) as Project;
    fs.mkdirSync(path.join(folder, "state"), { recursive: true });
    const options = runtimeOptions ?? project.runtime.options;
    const own = path.join(root, "index.ts") === program ? project : {};
    fs.writeFileSync(
        path.join(folder, "Pulumi.yaml"),
        stringify({ ...own, name, main, runtime: { name: "nodejs", options } }),
    );
    const put = copied ? fs.copyFileSync : fs.symlinkSync;
    put(program, path.join(folder, main));
    put(path.join(copied ? path.dirname(program) : root, "tsconfig.json"), path.join(folder, "tsconfig.json"));
    for (const shared of ["node_modules", "package.json", "transpile.cjs"])
        fs.symlinkSync(path.join(root, shared), path.join(folder, shared));

    const env = {
        ...process.env,
        ...pulumiEnvironment(path.join(folder, "state"), "bench"),
        ...wanted.env,
    };
    const pulumi = (...args: readonly string[]): Job => ({
        argv: ["pulumi", "--non-interactive", "--color=never", ...args],
        cwd: folder,
        env,
    });
    const stackFile = path.join(folder, "Pulumi.dev.yaml");
    const run = ({ argv, ...place }: Job, stdin = ""): Promise<string> => mustRun(argv, { ...place, stdin });
    await run(pulumi("stack", "init", "dev"));
    return {
        env,
        pulumi,
        setConfig: (values) => {
            const stack = parse(fs.readFileSync(stackFile, "utf8")) as { config?: Record<string, unknown> };
            const added = Object.entries(values).map(([key, value]) => [`${name}:${key}`, value]);
            const config = { ...stack.config, ...(Object.fromEntries(added) as Record<string, unknown>) };
            fs.writeFileSync(stackFile, stringify({ ...stack, config }));
        },
        setSecret: async (key, text) => void (await run(pulumi("config", "set", "--secret", key), text)),
        stateFile: path.join(folder, "state/.pulumi/stacks", name, "dev.json"),
    };
}
