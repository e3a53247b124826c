// One Command per host with a small script, without this project: it writes, checks, reloads and reads back the values.
import * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { files, type Wanted } from "../../settings";

const config = new pulumi.Config();
const hosts = config.requireObject<Record<string, { host: string; hostKey: string }>>("hosts");
const privateKey = config.requireSecret("privateKey");
const wanted = { server: config.requireObject("server"), kernel: config.requireObject("kernel") } as Wanted;
const { sshd, sysctl } = files(wanted);

const create = `set -eu
cat >/etc/ssh/sshd_config.d/00-keepalive.conf <<'END'
${sshd}END
cat >/etc/sysctl.d/99-keepalive.conf <<'END'
${sysctl}END
sysctl -q -p /etc/sysctl.d/99-keepalive.conf
sshd -t
kill -HUP "$(cat /run/sshd.pid)"
sshd -T | grep -qx 'clientaliveinterval ${wanted.server.clientAliveInterval}'
`;
const remove = "rm -f /etc/ssh/sshd_config.d/00-keepalive.conf /etc/sysctl.d/99-keepalive.conf";

for (const [name, host] of Object.entries(hosts)) {
    new command.remote.Command(name, {
        connection: { ...host, privateKey },
        create,
        delete: `${remove} && kill -HUP "$(cat /run/sshd.pid)"`,
        addPreviousOutputInEnv: false,
    });
}
