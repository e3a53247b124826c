import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { rejecting, violations } from "./support";

const folder = join(__dirname, "..", "corpus", "policies");
const entries = ["shell.yaml", "run.yaml", "published.yaml"].flatMap(
    (file) =>
        parse(readFileSync(join(folder, file), "utf8")) as {
            name: string;
            type: string;
            props: { create?: string; stdin?: string; update?: string };
            findings: string[];
        }[],
);

/** Edits of any file that sshd or sysctl reads, and of the running kernel, that no parser can follow. */
const edits = [
    "./configure-host",
    ". ./settings",
    "/opt/harden/run",
    'eval "$SETTINGS"',
    "make install",
    'sed -i "$SCRIPT" $(find /etc /proc/sys -type f)',
    "find / -type f -exec ./edit {} +",
    "ls /etc | xargs ./edit",
    "perl -e 'print'",
    "python3 <<'PY'\nimport os\nPY",
    "ansible-playbook -c local site.yml",
    'while read -r f; do ./edit "$f"; done < /list',
    'for f in $(./files); do ./edit "$f"; done',
];

describe("an edit that cannot be read", () => {
    const scripts = entries.filter(
        ({ type, props, findings }) =>
            type === "command:remote:Command" &&
            props.create !== undefined &&
            props.update === undefined &&
            props.stdin === undefined &&
            !findings.includes("sshd-config-accepted") &&
            !/\bexit\b|\btrap\b|^\)/m.test(props.create),
    );

    for (const edit of edits) {
        it(`leaves nothing to check of any script that ${JSON.stringify(edit)} follows`, async () => {
            for (const { name, type, props } of scripts) {
                const create = `${props.create}\n${edit}\n`;
                assert.deepEqual(await rejecting({ type, props: { ...props, create } }), [], name);
            }
        });
    }

    it("is reported where the script had something to check, good or bad", async () => {
        for (const value of [0, 90]) {
            const create = `echo 'ClientAliveInterval ${value}' >> /etc/ssh/sshd_config\n./configure-host`;
            const found = await violations("keepalive-text-read", {
                type: "command:remote:Command",
                props: { create },
            });
            assert.match(found.join(), /^web, create: text that names keepalive settings: it was not checked/);
        }
    });

    it("is not reported if nothing mentions keepalive", async () => {
        for (const create of ["./configure-host", "echo Port 22 > /etc/motd; perl -e 1", "apt-get install -y nginx"]) {
            assert.deepEqual(
                await violations("keepalive-text-read", { type: "command:remote:Command", props: { create } }),
                [],
            );
        }
    });

    const unreadable: [string, object][] = [
        ["an unknown value", { create: 'echo "ClientAliveInterval $X" >> /etc/ssh/sshd_config' }],
        ["a file with an unknown name", { create: 'echo "ClientAliveInterval 0" >> "$X"' }],
        ["python", { create: 'python3 -c \'open("/etc/ssh/sshd_config", "a").write("ClientAliveInterval 0")\'' }],
        ["another interpreter", { interpreter: ["python3", "-c"], create: "ClientAliveInterval = 0" }],
        ["a syntax error", { create: "echo 'ClientAliveInterval 0 >> /etc/ssh/sshd_config" }],
        [
            "more than is read",
            { create: `# ${"x".repeat(400_000)}\necho ClientAliveInterval 0 >> /etc/ssh/sshd_config` },
        ],
        [
            "PowerShell",
            { interpreter: ["pwsh", "-Command"], create: "Add-Content sshd_config 'ClientAliveInterval 0'" },
        ],
    ];
    for (const [what, props] of unreadable) {
        it(`is reported when it is ${what}, and not checked`, async () => {
            const resource = { type: "command:local:Command", props: { ...props } };
            assert.deepEqual(await rejecting(resource), []);
            assert.equal((await violations("keepalive-text-read", resource)).length, 1);
        });
    }
});
