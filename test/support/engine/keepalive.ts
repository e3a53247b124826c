import * as path from "node:path";
import type { HostArgs, SshKeepaliveArgs } from "../../../components";
import type { Host } from "../testbed";
import { repository } from "./environment";
import type { Workspace } from "./workspace";

/** Connects to a test host as its user, with its key, and with its host key pinned. */
export function connectionTo({ address, port, user, privateKey, hostKey }: Host): HostArgs {
    return { host: address, ...(port === 22 ? {} : { port }), user, privateKey, hostKey };
}

/** Connections to several hosts by their names, in this order. */
export function connectionsTo(...hosts: readonly Host[]): Record<string, HostArgs> {
    return Object.fromEntries(hosts.map((host) => [host.name, connectionTo(host)]));
}

/** Makes a workspace's program create one component, `keepalive`, with these arguments, and export its reports. */
export function useKeepalive(workspace: Workspace, args: SshKeepaliveArgs): void {
    workspace.write("args.json", JSON.stringify(args));
    useProgram(
        workspace,
        `const keepalive = new SshKeepalive("keepalive", JSON.parse(readFileSync("args.json", "utf8")));
export const reports = keepalive.reports;
`,
    );
}

/** Sets a workspace's program, which can use `pulumi`, `command`, `SshKeepalive` and `readFileSync`. */
export function useProgram(workspace: Workspace, program: string): void {
    workspace.write(
        "index.ts",
        `import { readFileSync } from "node:fs";
import * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { SshKeepalive } from ${JSON.stringify(path.join(repository, "components"))};
${program}`,
    );
}
