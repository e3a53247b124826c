import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { temporaryFolder } from "../../support/temporaryFolder";
import { rulesRejecting } from "./verdict";

interface Entry {
    name: string;
    props: { create: string };
    findings: string[];
}

const corpus = join(__dirname, "..", "..", "corpus", "policies");
const entries = ["run.yaml", "published.yaml"].flatMap(
    (file) => parse(readFileSync(join(corpus, file), "utf8")) as Entry[],
);

/** The files that distributions ship. */
const stock = [
    "Include /etc/ssh/sshd_config.d/*.conf",
    "#TCPKeepAlive yes",
    "#ClientAliveInterval 0",
    "#ClientAliveCountMax 3",
    "",
].join("\n");

/**
 * Runs in its own namespaces: runs $1 with bash on a copy of /etc, then prints the effective values of sshd and the
 * kernel.
 */
const runner = `
mount -t tmpfs none "$2/space" && mkdir "$2/space/upper" "$2/space/work" && cp "$2/key" "$2/script" "$2/stock" "$2/space"
mount -t overlay none -o "lowerdir=/etc,upperdir=$2/space/upper,workdir=$2/space/work" /etc
mount -t tmpfs none /opt; mount -t tmpfs none /root
rm -rf /etc/ssh/sshd_config.d; mkdir -p /etc/ssh/sshd_config.d; cp "$2/space/stock" /etc/ssh/sshd_config
cp "$2/space/script" "$2/space/key" /opt; mkdir /opt/tmp; mount --bind /opt/tmp /tmp
mkdir /opt/bin; printf '#!/bin/sh\\n[ "$1" != -s ] || exec sh\\nexec "$@"\\n' > /opt/bin/sudo; chmod +x /opt/bin/sudo
PATH=/opt/bin:$PATH bash /opt/script > /dev/null 2>&1
/usr/sbin/sshd -T -h /opt/key -C user=anna,host=h,addr=198.18.0.1 2> /dev/null || echo refused
for k in time intvl probes; do echo "tcp_keepalive_$k $(cat /proc/sys/net/ipv4/tcp_keepalive_$k)"; done
`;

describe("the corpus of scripts, when executed", () => {
    const folder = temporaryFolder();

    let untouched: string[];

    before(async () => {
        mkdirSync(join(folder, "space"));
        mkdirSync("/run/sshd", { recursive: true });
        execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", join(folder, "key")]);
        writeFileSync(join(folder, "stock"), stock);
        untouched = await rejectingRules("true");
    });

    /** Returns what the rules report for the real programs' values after the script. */
    async function rejectingRules(script: string): Promise<string[]> {
        writeFileSync(join(folder, "script"), script);
        const output = execFileSync("unshare", ["--mount", "--net", "sh", "-c", runner, "sh", "script", folder], {
            encoding: "utf8",
        });
        return rulesRejecting(output);
    }

    for (const { name, props, findings } of entries) {
        it(`gives the verdict of the corpus on ${name}`, async () => {
            const found = await rejectingRules(props.create);
            assert.deepEqual(
                findings.filter((each) => !found.includes(each)),
                [],
                `the real programs have ${found.join(", ")}`,
            );
            // The values that the pack accepts may be those that the host had before, and must not be worse.
            const others = findings.length > 0 ? [] : found.filter((each) => !untouched.includes(each));
            assert.deepEqual(others, []);
        });
    }
});
