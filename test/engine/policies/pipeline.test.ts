import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { Project, root } from "./support";

const example = join(root, "examples", "pipeline-github-actions");

interface Step {
    run?: string;
    uses?: string;
    env?: Record<string, string>;
    with?: Record<string, unknown>;
}

interface Job {
    steps: Step[];
    env?: Record<string, string>;
    permissions?: Record<string, string>;
}

interface Workflow {
    permissions: object;
    jobs: Record<string, Job>;
}

function textOf(workflow: string): string {
    return readFileSync(join(example, ".github", "workflows", `${workflow}.yml`), "utf8");
}

function jobsOf(workflow: string): Job[] {
    return Object.values((parse(textOf(workflow)) as Workflow).jobs);
}

/** Returns the workflow's step that calls pulumi, with its environment. */
function pulumiStep(workflow: string): { words: string[]; env: Record<string, string> } {
    for (const { steps, env } of jobsOf(workflow)) {
        const step = steps.find(({ run }) => run?.startsWith("pulumi "));
        if (step?.run !== undefined) return { words: step.run.split(/\s+/).slice(1), env: { ...env, ...step.env } };
    }
    throw new Error(`${workflow} does not call pulumi`);
}

describe("the example pipeline", () => {
    const project = new Project();

    before(() => {
        execFileSync("node", [join(root, "policies", "build.mjs")]);
        // Installs the pack where npm puts it. Its dependencies are found in a parent directory, as in a user's
        // project.
        for (const place of ["app", "base"]) install(join(project.folder, place));

        for (const name of ["Pulumi.yaml", "package.json"])
            cpSync(join(project.folder, name), join(project.folder, "app", name));

        project.program(`
            new command.local.Command("slow", { create: "test -e /no-such-file && echo 'ClientAliveInterval 400' >> /etc/ssh/sshd_config" });`);
        cpSync(join(project.folder, "index.js"), join(project.folder, "app", "index.js"));
    });

    function install(folder: string): void {
        const installed = join(folder, "node_modules", "pulumi-ssh-keepalive", "policies");
        for (const name of ["PulumiPolicy.yaml", "package.json", "bin"])
            cpSync(join(root, "policies", name), join(installed, name), { recursive: true });

        cpSync(join(example, "policy-config.json"), join(folder, "policy-config.json"));
    }

    it("gives no secret to a job that runs a pull request's code", () => {
        assert.match(textOf("preview"), /^on:\n  pull_request:\n/m);
        assert.doesNotMatch(textOf("preview"), /secrets\.|pull_request_target/);
        assert.match(pulumiStep("analyze").env.PULUMI_ACCESS_TOKEN ?? "", /secrets\.PULUMI_ACCESS_TOKEN/);
        assert.doesNotMatch(textOf("analyze"), /pull_request/);
    });

    it("takes pack and configuration from the base branch", () => {
        const checkout = jobsOf("preview")[0]?.steps.find((step) => step.with?.path === "base");
        assert.equal(checkout?.with?.ref, "${{ github.event.pull_request.base.sha }}");
        const { words } = pulumiStep("preview");
        for (const option of ["--policy-pack", "--policy-pack-config"])
            assert.match(words[words.indexOf(option) + 1] ?? "", /^\.\.\/base\//);
    });

    for (const workflow of ["preview", "analyze"]) {
        it(`pins the actions of its ${workflow} by commit, and requests only the permissions that it needs`, () => {
            assert.deepEqual((parse(textOf(workflow)) as Workflow).permissions, {});
            for (const { steps, permissions } of jobsOf(workflow)) {
                assert.deepEqual(permissions, { contents: "read" });
                const used = steps.flatMap(({ uses }) => uses ?? []);
                assert.ok(used.length > 0 && used.every((uses) => /^[\w./-]+@[0-9a-f]{40}$/.test(uses)), used.join());
                const checkouts = steps.filter(({ uses }) => uses?.startsWith("actions/checkout"));
                assert.ok(checkouts.every((step) => step.with?.["persist-credentials"] === false));
            }
        });
    }

    for (const workflow of ["preview", "analyze"]) {
        it(`finds in its ${workflow} what the team's configuration forbids`, () => {
            const { words, env } = pulumiStep(workflow);
            project.environment = { ...project.environment, SSH_KEEPALIVE_STANDARD: env.SSH_KEEPALIVE_STANDARD ?? "" };
            if (workflow === "analyze") {
                project.program(
                    `new command.local.Command("slow", { create: "test -e / || echo 'ClientAliveInterval 400' >> /etc/ssh/sshd_config" });`,
                );
                assert.equal(project.run("up", "--yes", "--skip-preview").status, 0);
            }
            const args = words
                .map((word) => (word === "production" || word === "check" ? "dev" : word))
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
