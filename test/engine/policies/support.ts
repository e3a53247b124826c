import { spawnSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pulumiEnvironment } from "../../support/engine/environment";
import { temporaryFolder } from "../../support/temporaryFolder";

export const root = join(__dirname, "..", "..", "..");

/** One form in which the engine reports a violation: "mandatory keepalive-enabled web". */
export interface Outcome {
    status: number | null;
    output: string;
    violations: string[];
}

/** A project with its own state, which runs the real command line. */
export class Project {
    readonly folder = temporaryFolder();
    readonly marker = join(this.folder, "applied");

    /** Sets the environment of the next runs. */
    environment: Record<string, string> = {
        ...pulumiEnvironment(join(this.folder, "state"), "test"),
        PWD: this.folder,
    };

    constructor() {
        mkdirSync(join(this.folder, "state"));
        symlinkSync(join(root, "node_modules"), join(this.folder, "node_modules"));
        symlinkSync(join(root, "policies"), join(this.folder, "policies"));
        const runtime = "runtime: { name: nodejs, options: { typescript: false } }";
        writeFileSync(join(this.folder, "Pulumi.yaml"), `name: policies-engine\n${runtime}\nmain: index.js\n`);
        writeFileSync(join(this.folder, "package.json"), JSON.stringify({ name: "policies-engine", main: "index.js" }));
        this.run("stack", "init", "dev");
    }

    /**
     * Writes the program: JavaScript in which `pulumi`, `command` and `Declared` (a resource of any type, without a
     * provider) are defined.
     */
    program(body: string): this {
        writeFileSync(join(this.folder, "index.js"), `${preamble}\n${body}\n`);
        return this;
    }

    /** Writes a file, and returns its path. */
    file(name: string, content: object | string): string {
        const path = join(this.folder, name);
        writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
        return path;
    }

    preview(...args: string[]): Outcome {
        return this.run("preview", "--policy-pack", "policies", ...args);
    }

    up(...args: string[]): Outcome {
        return this.run("up", "--yes", "--policy-pack", "policies", ...args);
    }

    run(...args: string[]): Outcome {
        const { status, stdout, stderr } = spawnSync("pulumi", [...args, "--non-interactive", "--color", "never"], {
            cwd: this.folder,
            encoding: "utf8",
            env: { ...process.env, ...this.environment },
        });
        const output = stdout + stderr;
        const reported = output.matchAll(/- \[(\w+)\] +\[severity: \w+\] +(\S+) +\(\S+: (\S+)\)/g);
        return {
            status,
            output,
            violations: [...reported].map(([, level, rule, name]) => `${level} ${rule} ${name}`).sort(),
        };
    }
}

const preamble = `
const pulumi = require("@pulumi/pulumi");
const command = require("@pulumi/command");
class Declared extends pulumi.ComponentResource {
    constructor(type, name, props) {
        super(type, name, props);
        this.registerOutputs(props);
    }
}
const connection = { host: "198.18.0.9", user: "root", password: "none", hostKey: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAICpjxCkRqAr8P2hnTr1ARVP43eZY3fOFx89+9YeOqd42" };
`;
