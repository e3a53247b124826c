import * as fs from "node:fs";
import type { Peer } from "./peer";
import { workspace } from "./pulumi";

/** A peer that is a Pulumi program: its hosts and settings are configuration, its private key a secret. */
export function pulumiPeer(peer: string, project: string, program: string, env: NodeJS.ProcessEnv = {}): Peer {
    return {
        name: peer,
        prepare: async ({ hosts, hosts: [first] }, folder) => {
            const { pulumi, setConfig, setSecret, stateFile } = await workspace({
                folder,
                name: project,
                program,
                env,
            });
            await setSecret("privateKey", first?.privateKey ?? "");
            const connections = hosts.map(({ name, address, hostKey }) => [name, { host: address, hostKey }]);
            setConfig({ hosts: Object.fromEntries(connections) as unknown });
            return {
                configure: ({ server, kernel }) => setConfig({ server, kernel }),
                apply: pulumi("up", "--yes", "--skip-preview"),
                preview: pulumi("preview"),
                stateBytes: () => fs.statSync(fs.existsSync(stateFile) ? stateFile : `${stateFile}.zst`).size,
            };
        },
    };
}
