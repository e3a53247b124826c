import * as fs from "node:fs";
import * as path from "node:path";
import { launcher } from "../../../components/remote/packing";
import { type Host, type Result, exec, mustExec } from "../../support/testbed";
import { type ProgramOptions, type Verb, program, programArguments } from "./program";

/** Every command that the program can run, so that each of its calls counts. */
const commands =
    "awk cat chcon chmod chown cp dirname env flock grep head id journalctl ln ls mkdir mktemp mv ps rc-service " +
    "readlink rm rmdir sed sleep sort ssh-keygen sshd stat sync systemctl tail tee touch tr wc";

/** The point at which the program dies: at its n-th command, before it, while it runs, or after it. */
export interface Death {
    readonly at: number;
    readonly how: "before" | "during" | "after";
}

/** Installs a shim for each command on a host, in a separate directory. */
export async function installShims(host: Host): Promise<void> {
    const shim = fs.readFileSync(path.join(__dirname, "shim.sh"), "utf8");
    const script = `mkdir -p /shims && cat >/shims/shim && chmod +x /shims/shim && cd /shims && for name in ${commands}; do ln -f shim "$name"; done`;
    await mustExec(host, script, { stdin: shim });
}

/** If this file exists on a host that was made mortal, its daemon exits on the next reload and removes the file. */
export const mortal = "/srv/mortal";

/** Replaces sshd with a wrapper that makes the daemon exit on a reload on request. */
export async function makeMortal(host: Host): Promise<void> {
    const wrapper = `#!/bin/dash
case " $* " in *' -T '* | *' -t '* | *' -R '*) exec /srv/real/sshd "$@" ;; esac
! rm ${mortal} 2>/dev/null || exit 1
exec bash -c 'exec -a /usr/sbin/sshd /srv/real/sshd "$@"' sshd "$@"
`;
    const script = "mkdir /srv/real && mv /usr/sbin/sshd /srv/real/ && cat >/usr/sbin/sshd && chmod +x /usr/sbin/sshd";
    await mustExec(host, script, { stdin: wrapper });
}

/** Runs the program until it dies, or to its end if it has fewer commands. Returns the commands that it reached. */
export async function runToDeath(
    host: Host,
    death: Death,
    verb: Verb,
    options: ProgramOptions = {},
): Promise<Result & { readonly commands: readonly string[] }> {
    const env = {
        DEATH_AT: `${death.at}`,
        DEATH_HOW: death.how,
        PATH: "/shims:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    };
    const start = 'rm -rf /shims/turns && mkdir /shims/turns && echo $$ >/shims/main && PATH="$0" && exec "$@"';
    const argv = ["dash", "-c", start, env.PATH, "sh", "-c", launcher, "keepalive", ...programArguments(verb, options)];
    const usual = { ...env, PATH: env.PATH.slice("/shims:".length) };
    const result = await exec(host, argv, { stdin: program, env: usual });
    const turns = path.join(`/proc/${host.init.pid}/root`, "shims/turns");
    const numbers = fs.readdirSync(turns).map(Number);
    const names = numbers.sort((a, b) => a - b).map((turn) => fs.readFileSync(path.join(turns, `${turn}`), "utf8"));
    return { ...result, commands: names.map((name) => name.trim()) };
}
