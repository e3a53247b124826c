import * as path from "node:path";
import type { HostArgs, SshKeepaliveArgs } from "../../../components";
import type { Host } from "../testbed";
import { repository } from "./environment";
import type { Workspace } from "./workspace";

/** How a test host is reached: as its own user by key, with its own key pinned. */
export function connectionTo({ address, port, user, privateKey, hostKey }: Host): HostArgs {
    return { host: address, ...(port === 22 ? {} : { port }), user, privateKey, hostKey };
}

/** Connections to several hosts, under their own names, in this order. */
export function connectionsTo(...hosts: readonly Host[]): Record<string, HostArgs> {
    return Object.fromEntries(hosts.map((host) => [host.name, connectionTo(host)]));
}

/** Has a workspace's program make one component, `keepalive`, of these arguments, and give out its reports. */
export function useKeepalive(workspace: Workspace, args: SshKeepaliveArgs): void {
    workspace.write("args.json", JSON.stringify(args));
    useProgram(
        workspace,
        `const keepalive = new SshKeepalive("keepalive", JSON.parse(readFileSync("args.json", "utf8")));
export const reports = keepalive.reports;
`,
    );
}

/** Has a workspace run this program; `pulumi`, `command`, `SshKeepalive` and `readFileSync` are there. */
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
