// Compares how long component plugins take from start to schema, alternating between them: median wall and processor time.
//
//   node tools/bench/pluginStart.mjs FOLDER FOLDER...     each an installed plugin; the first is the reference
import { spawn } from "node:child_process";
import * as fs from "node:fs";
import { createRequire } from "node:module";
import * as path from "node:path";

const rounds = 7;
const folders = process.argv.slice(2).map((folder) => path.resolve(folder));
if (folders.length < 2) {
    console.error("usage: node tools/bench/pluginStart.mjs FOLDER FOLDER...");
    process.exit(2);
}

const runs = new Map(folders.map((folder) => [folder, []]));
for (let round = 0; round < rounds; round += 1) {
    for (const folder of folders) runs.get(folder).push(await start(folder));
}
const first = runs.get(folders[0]);
for (const [folder, own] of runs) {
    const parts = ["listens", "schema", "cpu"].map((part) => {
        const ratio = median(own, part) / median(first, part);
        return `${part} ${Math.round(median(own, part))} ms (${ratio.toFixed(2)})`;
    });
    console.log(`${folder}: ${parts.join(", ")}`);
}

async function start(folder) {
    const require = createRequire(path.join(folder, "index.js"));
    const grpc = createRequire(require.resolve("@pulumi/pulumi"))("@grpc/grpc-js");
    const { ResourceProviderClient } = require("@pulumi/pulumi/proto/provider_grpc_pb.js");
    const { GetSchemaRequest } = require("@pulumi/pulumi/proto/provider_pb.js");
    const begin = performance.now();
    // Nothing listens at the engine's address; a plugin does not connect to it before a component is constructed.
    const plugin = spawn(process.execPath, [require.resolve("@pulumi/pulumi/cmd/run-plugin"), folder, "127.0.0.1:1"], {
        cwd: folder,
        stdio: ["ignore", "pipe", "inherit"],
    });
    const port = await new Promise((resolve, reject) => {
        plugin.stdout.once("data", (data) => resolve(String(data).trim()));
        plugin.once("close", (code) => reject(new Error(`${folder} ended with ${code}`)));
    });
    const listens = performance.now() - begin;
    const credentials = grpc.credentials.createInsecure();
    const client = new ResourceProviderClient(`127.0.0.1:${port}`, credentials);
    await new Promise((resolve, reject) =>
        client.getSchema(new GetSchemaRequest(), (error) => (error ? reject(error) : resolve())),
    );
    const schema = performance.now() - begin;
    const [, , , , , , , , , , , user, system] = fs
        .readFileSync(`/proc/${plugin.pid}/stat`, "utf8")
        .split(") ")[1]
        .split(" ");
    client.close();
    plugin.kill();
    return { listens, schema, cpu: (Number(user) + Number(system)) * 10 };
}

function median(all, part) {
    return all.map((each) => each[part]).sort((one, other) => one - other)[Math.floor(all.length / 2)];
}
