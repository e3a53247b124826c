import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { commandLine } from "../../../components/remote/commandLine";
import { packedProgram } from "../../../components/remote/packing";
import { lines, owner } from "../settings";
import { defaultParallel, type Peer } from "./peer";

/** The lower limit: only OpenSSH's client runs the same host program, with the same parallelism as Pulumi. */
export const plainSsh: Peer = {
    name: "plain ssh",
    prepare: ({ hosts, privateKeyFile, knownHostsFile }, folder) => {
        const [list, program, command, output] = ["hosts", "program", "command", "output"].map((name) =>
            path.join(folder, name),
        ) as [string, string, string, string];
        fs.writeFileSync(list, hosts.map(({ address }) => `${address}\n`).join(""));
        fs.writeFileSync(program, packedProgram("server"));
        fs.mkdirSync(output);
        const options = {
            UserKnownHostsFile: knownHostsFile,
            GlobalKnownHostsFile: "/dev/null",
            IdentityFile: privateKeyFile,
            IdentitiesOnly: "yes",
            BatchMode: "yes",
            LogLevel: "ERROR",
        };
        const ssh = ["ssh", "-F", "none", ...Object.entries(options).map(([key, value]) => `-o${key}=${value}`)];
        const each = `exec "$@" "$(cat ${command})" <${program} >${output}/$host`;
        const script = `host=$1; shift; set -- "$@" "root@$host"; ${each}`;
        return Promise.resolve({
            configure: (wanted) =>
                fs.writeFileSync(command, commandLine("apply", { become: "none", owner, settings: lines(wanted) })),
            apply: {
                argv: [
                    "xargs",
                    `--arg-file=${list}`,
                    `--max-procs=${defaultParallel(os.availableParallelism())}`,
                    "-I",
                    "{}",
                    "sh",
                    "-c",
                    script,
                    "sh",
                    "{}",
                    ...ssh,
                ],
                cwd: folder,
                env: process.env,
            },
        });
    },
};
