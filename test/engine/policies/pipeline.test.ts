import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { Project, root } from "./support";

const example = join(root, "examples", "pipeline-github-actions");

interface Workflow {
    jobs: Record<string, { steps: { run?: string; env?: Record<string, string> }[] }>;
}

/** The step of the workflow that calls pulumi. */
function pulumiStep(workflow: string): { words: string[]; env: Record<string, string> } {
    const text = readFileSync(join(example, ".github", "workflows", `${workflow}.yml`), "utf8");
    const steps = Object.values((parse(text) as Workflow).jobs).flatMap((job) => job.steps);
    const step = steps.find(({ run }) => run?.startsWith("pulumi "));
    assert.ok(step?.run);
    return { words: step.run.split(/\s+/).slice(1), env: step.env ?? {} };
}

describe("the example pipeline", function () {
    this.timeout(180_000);
    const project = new Project();

    before(() => {
        execFileSync("node", [join(root, "policies", "build.mjs")]);
        // The pack where npm puts it; its dependencies are found further up, as in a project of one's own.
        const installed = join(project.folder, "app", "node_modules", "pulumi-ssh-keepalive", "policies");
        for (const name of ["PulumiPolicy.yaml", "package.json", "bin"]) {
            cpSync(join(root, "policies", name), join(installed, name), { recursive: true });
        }
        for (const name of ["Pulumi.yaml", "package.json"]) {
            cpSync(join(project.folder, name), join(project.folder, "app", name));
        }
        cpSync(join(example, "policy-config.json"), join(project.folder, "app", "policy-config.json"));
        project.program(`
            new command.local.Command("slow", { create: "false && echo 'ClientAliveInterval 400' >> /etc/ssh/sshd_config" });`);
        cpSync(join(project.folder, "index.js"), join(project.folder, "app", "index.js"));
    });
    after(() => project.remove());

    for (const workflow of ["preview", "analyze"]) {
        it(`finds in its ${workflow} what the team's configuration forbids`, () => {
            const { words, env } = pulumiStep(workflow);
            const { PULUMI_ACCESS_TOKEN, ...rest } = env;
            assert.match(PULUMI_ACCESS_TOKEN ?? "", /secrets\.PULUMI_ACCESS_TOKEN/);
            Object.assign(project.environment, rest);
            if (workflow === "analyze") {
                project.program(
                    `new command.local.Command("slow", { create: "true || echo 'ClientAliveInterval 400' >> /etc/ssh/sshd_config" });`,
                );
                assert.equal(project.run("up", "--yes", "--skip-preview").status, 0);
            }
            const args = words
                .map((word) => (word === "production" ? "dev" : word))
                .filter((word) => word !== "--non-interactive");
            const { status, violations, output } = project.run(...args, "--cwd", join(project.folder, "app"));
            assert.notEqual(status, 0, output);
            assert.deepEqual(
                violations,
                ["mandatory dead-peer-detection-not-too-slow slow", "mandatory keepalive-outlives-network-path slow"],
                output,
            );
        });
    }
});
