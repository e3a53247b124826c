import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Analyzer } from "@pulumi/pulumi/provider/experimental/analyzer";
import { generateSchema } from "@pulumi/pulumi/provider/experimental/schema";
import { manifestAbove, schemaFacts } from "../../components/packageFacts";
import { withSdkNames } from "../../components/pluginHost";
import { temporaryFolder } from "../support/temporaryFolder";

const root = join(__dirname, "../..");
const version = (JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string }).version;

interface Schema {
    resources: Record<string, { inputProperties: Record<string, unknown>; properties: Record<string, unknown> }>;
    types: Record<string, { properties: Record<string, unknown> }>;
    language: { python: { packageName: string }; go: { importBasePath: string } };
}

const plugins = [
    { folder: "plugin", name: "pulumi-ssh-keepalive", components: ["SshKeepalive", "SshClientKeepalive"] },
    { folder: "plugin/aws", name: "pulumi-ssh-keepalive-aws", components: ["SshKeepaliveAssociation"] },
];

for (const { folder, name, components } of plugins) {
    describe(`${folder}/schema.json`, () => {
        const file = join(root, folder, "schema.json");
        const manifest = JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8")) as {
            version: string;
            description: string;
            dependencies: Record<string, string>;
        };
        let inferred: Schema;
        before(() => {
            inferred = infer(join(root, folder), name, manifest, components);
        });

        it("is what Pulumi infers from the components (UPDATE_DOCS=1 npm test writes it)", () => {
            const text = `${JSON.stringify(inferred, undefined, 4)}\n`;
            if (process.env["UPDATE_DOCS"] === "1") writeFileSync(file, text);
            else assert.equal(readFileSync(file, "utf8"), text);
        });

        it("is of the package's own version", () => {
            assert.equal(manifest.version, version);
            assert.equal(manifest.dependencies["pulumi-ssh-keepalive"], version);
        });

        it("describes every input and output", () => {
            const parts = [
                ...Object.entries(inferred.resources).flatMap(([token, resource]) => [
                    [`${token} (inputs)`, resource.inputProperties] as const,
                    [`${token} (outputs)`, resource.properties] as const,
                ]),
                ...Object.entries(inferred.types).map(([token, type]) => [token, type.properties] as const),
            ];
            const silent = parts.flatMap(([token, properties]) =>
                Object.entries(properties as Record<string, { description?: string }>)
                    .filter(([, { description }]) => description === undefined)
                    .map(([property]) => `${token}.${property}`),
            );
            assert.deepEqual(silent, []);
        });

        it("names its SDKs after the package, without a second prefix", () => {
            const { python, go } = inferred.language;
            assert.equal(python.packageName, name.replaceAll("-", "_"));
            assert.match(go.importBasePath, new RegExp(`/${name}/sdk/go/[a-z]+$`));
        });

        it("names no type that an SDK would call ArgsArgs", () => {
            const types = Object.keys(inferred.types).map((token) => token.split(":").at(-1) ?? "");
            assert.ok(types.length > 0);
            assert.deepEqual(
                types.filter((type) => type.endsWith("Args")),
                [],
            );
        });
    });
}

/** The schema as a plugin's host infers it, but from the sources, whatever is built. */
function infer(folder: string, name: string, manifest: { description: string }, components: string[]): Schema {
    const scratch = temporaryFolder();
    const paths = {
        "pulumi-ssh-keepalive": [join(root, "components/index.ts")],
        "pulumi-ssh-keepalive/aws": [join(root, "components/aws/index.ts")],
    };
    writeFileSync(
        join(scratch, "tsconfig.json"),
        JSON.stringify({
            extends: join(folder, "tsconfig.json"),
            compilerOptions: { paths, typeRoots: [join(root, "node_modules/@types")], types: ["node"] },
            files: [join(folder, "index.ts")],
        }),
    );
    const main = { main: join(folder, "index.js") };
    const { typeDefinitions, dependencies, ...found } = new Analyzer(
        scratch,
        name,
        main as never,
        new Set(components),
    ).analyze();
    const { description } = manifest;
    const schema = generateSchema(name, version, description, found.components, typeDefinitions, dependencies);
    return JSON.parse(JSON.stringify({ ...withSdkNames(schema), ...schemaFacts(manifestAbove(root)) })) as Schema;
}
