import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import * as engine from "../support/engine";

export const javascript = `
const { readFileSync } = require("node:fs");
const { SshKeepalive } = require("pulumi-ssh-keepalive");

const keepalive = new SshKeepalive("keepalive", {
    hosts: JSON.parse(readFileSync("hosts.json", "utf8")),
    server: JSON.parse(readFileSync("server.json", "utf8")),
});
exports.reports = keepalive.reports;
`;

export const typescript = `
import { readFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import { type HostArgs, type HostReport, SshKeepalive, type SshKeepaliveArgs } from "pulumi-ssh-keepalive";

const hosts = JSON.parse(readFileSync("hosts.json", "utf8")) as Record<string, HostArgs>;
const args: SshKeepaliveArgs = { hosts, server: { clientAliveInterval: pulumi.output(75) }, kernel: { time: 200 } };
const keepalive = new SshKeepalive("keepalive", args, { protect: false });
export const reports: pulumi.Output<Record<string, HostReport>> = keepalive.reports;
export const seconds: pulumi.Output<(number | undefined)[]> = reports.apply((all) =>
    Object.values(all).map(({ timing }) => timing.probePeriod),
);
`;

export const strict = {
    compilerOptions: {
        strict: true,
        exactOptionalPropertyTypes: true,
        noUncheckedIndexedAccess: true,
        noEmit: true,
        target: "es2022",
        module: "node16",
        moduleResolution: "node16",
        types: ["node"],
        skipLibCheck: true,
    },
    files: ["index.ts"],
};

/** The compiler options besides module resolution. */
export const common = { strict: true, noEmit: true, skipLibCheck: true, esModuleInterop: true, types: ["node"] };

/**
 * The module resolutions that projects use. The first is that of Pulumi's own templates, which TypeScript calls old.
 */
export const resolutions: Readonly<Record<string, { type: "commonjs" | "module"; options: object }>> = {
    "the settings of Pulumi's templates": {
        type: "commonjs",
        options: { target: "es2020", module: "commonjs", moduleResolution: "node", ignoreDeprecations: "6.0" },
    },
    "node16, CommonJS": { type: "commonjs", options: { module: "node16" } },
    "node16, ESM": { type: "module", options: { module: "node16" } },
    "nodenext, ESM": { type: "module", options: { module: "nodenext" } },
    bundler: { type: "module", options: { module: "esnext", moduleResolution: "bundler" } },
};

/**
 * The programs in the documents: the blocks that import this package, with declarations of what they leave to the
 * reader.
 */
export function documentedPrograms(): string[] {
    const documents = ["README.md", ...["reference", "clients", "aws"].map((name) => `docs/${name}.md`)];
    const texts = documents.map((name) => fs.readFileSync(path.join(engine.repository, name), "utf8"));
    const blocks = texts.flatMap((text) => [...text.matchAll(/^```ts\n([^]*?)^```$/gm)].map(([, block = ""]) => block));
    const programs = blocks.filter((block) => block.includes('from "pulumi-ssh-keepalive'));
    assert.ok(programs.length >= 3, `only ${programs.length} programs`);
    return programs.map((text) => {
        const left = ["privateKey", "hostKey"].filter((name) => new RegExp(`\\b${name}\\s*[,}]`).test(text));
        return `${left.map((name) => `declare const ${name}: string;\n`).join("")}${text}`;
    });
}
