import { execFileSync } from "node:child_process";
import { createHash, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { type ServerResponse, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { mustRun } from "./testbed/run";

/** A registry on the loopback interface. */
export interface NpmRegistry {
    /** Environment variables that make npm use it. */
    readonly env: Readonly<Record<string, string>>;
    readonly close: () => void;
}

/**
 * Starts an npm registry with the packed package, as if it were published. It redirects requests for other packages to
 * the machine's own registry.
 */
export async function startRegistry(tarball: string): Promise<NpmRegistry> {
    const upstream = execFileSync("npm", ["config", "get", "registry"], { encoding: "utf8" }).trim();
    const content = readFileSync(tarball);
    const manifest = JSON.parse(await mustRun(["tar", "-xOf", tarball, "package/package.json"])) as {
        name: string;
        version: string;
    };
    // npm caches by URL, so each registry has a unique one.
    const base = `/${randomUUID()}/`;
    let origin = "";
    const document = (): string => {
        const integrity = `sha512-${createHash("sha512").update(content).digest("base64")}`;
        const dist = { tarball: `${origin}${base}${manifest.name}/-/package.tgz`, integrity };
        const versions = { [manifest.version]: { ...manifest, dist } };
        return JSON.stringify({ name: manifest.name, "dist-tags": { latest: manifest.version }, versions });
    };
    const answer = (requestPath: string, response: ServerResponse): void => {
        if (requestPath === manifest.name) response.setHeader("content-type", "application/json").end(document());
        else if (requestPath === `${manifest.name}/-/package.tgz`) response.end(content);
        else response.writeHead(302, { location: new URL(requestPath, upstream).href }).end();
    };
    const server = createServer(({ url = "" }, response) => answer(url.slice(base.length), response));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return {
        env: {
            npm_config_registry: `${origin}${base}`,
            npm_config_audit: "false",
            npm_config_fund: "false",
            npm_config_update_notifier: "false",
        },
        close: () => {
            server.close();
            server.closeAllConnections();
        },
    };
}
