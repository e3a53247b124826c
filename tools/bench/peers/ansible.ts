import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { mustRun } from "../../../test/support/testbed/run";
import { files } from "../settings";
import type { Peer } from "./peer";

/** The measured version. */
export const ansibleVersion = "2.19.4";

/** A hand-written play, tuned as its documentation advises: pipelining, a fork for each host, one connection a host. */
export const ansible: Peer = {
    name: "Ansible",
    prepare: async ({ hosts, privateKeyFile, knownHostsFile }, folder) => {
        const bin = await install();
        const [inventory, values, settings] = ["inventory.json", "values.json", "ansible.cfg"].map((name) =>
            path.join(folder, name),
        ) as [string, string, string];
        const all = Object.fromEntries(hosts.map(({ name, address }) => [name, { ansible_host: address }]));
        fs.writeFileSync(inventory, JSON.stringify({ all: { hosts: all } }));
        fs.writeFileSync(
            settings,
            `[defaults]
forks = ${hosts.length}
remote_user = root
private_key_file = ${privateKeyFile}
interpreter_python = /usr/bin/python3
[ssh_connection]
pipelining = true
ssh_args = -F none -o ControlMaster=auto -o ControlPersist=60s -o UserKnownHostsFile=${knownHostsFile}
`,
        );
        return {
            configure: (wanted) =>
                fs.writeFileSync(
                    values,
                    JSON.stringify({ ...files(wanted), interval: wanted.server.clientAliveInterval }),
                ),
            apply: {
                argv: [
                    path.join(bin, "ansible-playbook"),
                    "--inventory",
                    inventory,
                    "--extra-vars",
                    `@${values}`,
                    path.join(__dirname, "ansible/play.yml"),
                ],
                cwd: folder,
                env: {
                    ...process.env,
                    PATH: `${bin}:${process.env["PATH"] ?? ""}`,
                    LC_ALL: "C.UTF-8",
                    ANSIBLE_CONFIG: settings,
                    ANSIBLE_HOME: path.join(folder, "home"),
                    ANSIBLE_NOCOLOR: "1",
                },
            },
        };
    },
};

/** Installs ansible-core once for this user, in a separate Python environment, and returns the folder of its programs. */
async function install(): Promise<string> {
    const cache = process.env["XDG_CACHE_HOME"] ?? path.join(os.homedir(), ".cache");
    const folder = path.join(cache, "pulumi-ssh-keepalive", `ansible-core-${ansibleVersion}`);
    const bin = path.join(folder, "bin");
    if (fs.existsSync(path.join(folder, "complete"))) return bin;
    await mustRun(["python3", "-m", "venv", "--clear", folder]);
    await mustRun([path.join(bin, "pip"), "install", "--quiet", `ansible-core==${ansibleVersion}`]);
    fs.writeFileSync(path.join(folder, "complete"), "");
    return bin;
}
