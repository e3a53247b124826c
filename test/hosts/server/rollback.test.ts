import assert from "node:assert/strict";
import { dropIn, sysctlFile } from "../../support/managedFiles";
import { type Host, reloads } from "../../support/testbed";
import { assertLogin, assertUnchanged, freshHosts, missing, mustFail, script, stateOf, stopDaemon } from "./freshHosts";
import { allSettings, runProgram, succeed } from "./program";
import { once, withShims as env } from "./shims";

const state = "/var/lib/pulumi-ssh-keepalive";
const main = "/etc/ssh/sshd_config";
const kernel = (host: Host) =>
    script(host, "cd /proc/sys/net/ipv4 && cat tcp_keepalive_time tcp_keepalive_intvl tcp_keepalive_probes");

describe("The host program's rollback", () => {
    const fresh = freshHosts("back");

    it("rolls every kernel value back, also if the last one fails", async () => {
        const host = await fresh();
        await script(host, "sysctl -qw net.ipv4.tcp_keepalive_time=1000 net.ipv4.tcp_keepalive_intvl=50");
        const before = await stateOf(host);
        const values = ["time = 300", "intvl = 30", "probes = 999"].map((value) => `net.ipv4.tcp_keepalive_${value}`);
        const result = await runProgram(host, "apply", { settings: ["ClientAliveInterval 60", ...values] });
        await mustFail(
            host,
            before,
            result,
            /the kernel rejects net\.ipv4\.tcp_keepalive_probes = 999; everything was rolled back/u,
        );
    });

    it("rolls all three kernel values and the record back if the very last write fails", async () => {
        const host = await fresh();
        await succeed(host, "apply", { settings: ["net.ipv4.tcp_keepalive_intvl = 60"] });
        await once(host, "mv", "*/record", "exit 1");
        const before = await stateOf(host);
        const values = ["time = 300", "intvl = 30", "probes = 5"].map((value) => `net.ipv4.tcp_keepalive_${value}`);
        const result = await runProgram(host, "apply", { settings: values, env });
        await mustFail(
            host,
            before,
            result,
            /cannot write to \S+ \(full or read-only disk\?\); everything was rolled back/u,
        );
    });

    it("syncs the rollback copies before it swaps, and the record before it discards them", async () => {
        const host = await fresh();
        const log =
            '#!/bin/dash\\nPATH=/usr/sbin:/usr/bin:/sbin:/bin\\necho "${0##*/} $*" >>/srv/log\\nexec "${0##*/}" "$@"\\n';
        await script(
            host,
            `echo UsePAM yes >${main}; cd /usr/local/bin && printf '${log}' >mv && chmod +x mv && cp mv sync && cp mv rm && cp mv ln`,
        );
        await succeed(host, "apply", { settings: allSettings, env });
        const lines = (await script(host, "cat /srv/log")).trim().split("\n");
        const at = (pattern: RegExp) => lines.findIndex((line) => pattern.test(line));
        const order = [
            /^sync \S+\/\.new$/u,
            /^mv -f \S+\/\.new \S+\/pending$/u,
            new RegExp(`^sync ${state}$`, "u"),
            /^ln \/etc\/ssh\/sshd_config \S+\.before$/u,
            /^sync .*\/etc\/ssh\/\.sshd_config\S+staged/u,
            /^mv -f \S+staged \/etc\/ssh\/sshd_config$/u,
            /^sync \/etc\/ssh$/u,
            /^mv -f \S+staged \/etc\/sysctl\.d/u,
            /^mv -f \S+\/\.new \S+\/record$/u,
            new RegExp(`^rm -f ${state}/pending$`, "u"),
        ];
        const found = order.map(at);
        assert.ok(!found.includes(-1), `${found.join()} of\n${lines.join("\n")}`);
        assert.deepEqual(
            found,
            [...found].sort((a, b) => a - b),
            lines.join("\n"),
        );
        const sysctlSync = at(/^sync .*sysctl\.d\/\S+staged/u);
        assert.ok(sysctlSync > 0 && sysctlSync < at(/^mv -f \S+staged \/etc\/sysctl\.d/u));
        const record = at(/\/record$/u);
        assert.match(lines[record - 1] ?? "", /^sync \S+\/\.new$/u);
        assert.equal(lines[record + 1], `sync ${state}`);
    });

    it("keeps what others wrote after a run was killed, and removes its own part", async () => {
        const host = await fresh();
        await script(host, `echo UsePAM yes >${main}`);
        const killer = "kill -9 $PPID";
        await once(host, "sync", "/etc/ssh", killer);
        assert.equal((await runProgram(host, "apply", { settings: allSettings, env })).exitCode, 137);
        await script(host, `grep -q '# BEGIN' ${main} && echo 'MaxSessions 7' >>${main}`);
        const { warnings } = await succeed(host, "restore");
        assert.match(warnings.join("\n"), /sshd_config was changed by someone else meanwhile: it was left unchanged/u);
        assert.equal(await script(host, `cat ${main}`), "UsePAM yes\nMaxSessions 7\n");
        assert.equal(await kernel(host), "7200\n75\n9\n");
        await script(host, `test ! -e ${state} && test -z "$(ls -A /etc/ssh | grep pulumi)"`);
        await assertLogin(host);
    });

    it("reports that the original values are unknown once its record is gone, and never mistakes its own for them", async () => {
        const host = await fresh();
        await succeed(host, "apply", { settings: allSettings });
        await script(host, `rm -r ${state}`);
        const restored = await succeed(host, "restore");
        const lost =
            /earlier values are unknown, because their record in \S+ is gone.*tcp_keepalive_time = 300.*tcp_keepalive_probes = 5/u;
        assert.match(restored.warnings.join("\n"), lost);
        assert.equal(await kernel(host), "300\n75\n5\n");
        await script(host, `test ! -e ${dropIn} && test ! -e ${sysctlFile} && test ! -e ${state}`);

        await script(host, "sysctl -qw net.ipv4.tcp_keepalive_time=7200 net.ipv4.tcp_keepalive_probes=9");
        await succeed(host, "apply", { settings: allSettings });
        await script(host, `rm -r ${state}`);
        await succeed(host, "apply", {
            settings: ["net.ipv4.tcp_keepalive_time = 200", "net.ipv4.tcp_keepalive_intvl = 20"],
        });
        const last = await succeed(host, "restore");
        assert.match(last.warnings.join("\n"), /unknown, .*tcp_keepalive_time = 200/u);
        assert.equal(await kernel(host), "200\n75\n5\n");
    });

    it("removes what apply wrote even if the daemon now reads another main file", async () => {
        const host = await fresh();
        const start = (file: string) => `${stopDaemon}; /usr/sbin/sshd -E /var/log/sshd.log -f ${file}`;
        await script(
            host,
            `mkdir /srv/ssh && cd /srv/ssh && echo UsePAM yes >own.conf && chmod 640 own.conf && chown root:adm own.conf
            ${start("/srv/ssh/own.conf")}`,
        );
        for (const verb of ["restore", "apply"] as const) {
            assert.equal((await succeed(host, "apply")).placement, "main-file");
            await script(host, start(main));
            const already = await reloads(host);
            assert.equal((await succeed(host, verb)).reloaded, true);
            assert.equal(await reloads(host), already + 1);
            assert.equal(await script(host, "cat /srv/ssh/own.conf; ls -A /srv/ssh"), "UsePAM yes\nown.conf\n");
            assert.equal(await script(host, "stat -c '%a %U:%G' /srv/ssh/own.conf"), "640 root:adm\n");
            await succeed(host, "restore");
            await script(host, `${start("/srv/ssh/own.conf")}`);
        }
        await assertLogin(host);
    });

    it("gives a new drop-in the main file's mode and owner, and keeps those that it has", async () => {
        const host = await fresh();
        const access = () => script(host, `stat -c '%a %U:%G' ${dropIn}`);
        await script(host, `chmod 640 ${main} && chown root:adm ${main}`);
        await succeed(host, "apply");
        assert.equal(await access(), "640 root:adm\n");
        await script(host, `chmod 600 ${dropIn} && chown root:sys ${dropIn}`);
        assert.equal((await succeed(host, "apply", { settings: allSettings })).changed, true);
        assert.equal(await access(), "600 root:sys\n");
    });

    it("restores a main file as the same inode, with its links, attributes, owner, mode and time", async () => {
        const host = await fresh({ packages: ["attr"] });
        await script(
            host,
            `echo UsePAM yes >${main} && chmod 640 ${main} && chown root:adm ${main} && touch -d 2020-02-02 ${main}
            ln ${main} /etc/other-name && setfattr -n user.note -v mine ${main}`,
        );
        const facts = () =>
            script(host, `stat -c '%h %a %U:%G %y' ${main} && getfattr --absolute-names -n user.note ${main}`);
        const before = await facts();
        await succeed(host, "apply");
        assert.match(await facts(), /^1 640 root:adm [^]*user\.note="mine"/u);
        await succeed(host, "apply", { settings: allSettings });
        assert.equal(await script(host, "cat /etc/other-name"), "UsePAM yes\n");
        const { warnings } = await succeed(host, "restore");
        assert.equal(await facts(), before);
        await script(host, `test ${main} -ef /etc/other-name`);
        assert.doesNotMatch(warnings.join(), /hard links/u);

        await succeed(host, "apply");
        await script(host, `echo 'MaxSessions 7' >>${main}`);
        const edited = await succeed(host, "restore");
        assert.match(
            edited.warnings.join("\n"),
            /edited while it had our block, so it is no longer one file with its other names/u,
        );
        assert.equal(
            await script(host, `cat ${main}; ls -A /etc/ssh | grep pulumi || :`),
            "UsePAM yes\nMaxSessions 7\n",
        );
        assert.match(await facts(), /^1 640 root:adm [^]*user\.note="mine"/u);
    });
});

describe("The host program, if the output of a program is truncated", () => {
    const fresh = freshHosts("cut");

    for (const [what, name, like, text] of [
        ["awk's reading of sshd's output", "awk", "*clientaliveinterval*", 'awk "$@" | head -n 3; exit 0'],
        ["awk's reading of the main file", "awk", "*whole*sshd_config", 'awk "$@" | head -n 0; exit 0'],
    ] as const) {
        it(`changes nothing if ${what} is truncated`, async () => {
            const host = await fresh();
            await once(host, name, like, text);
            const before = await stateOf(host);
            const result = await runProgram(host, "apply", { settings: allSettings, env });
            await mustFail(host, before, result, /(truncated|read completely).*nothing was changed/u);
        });
    }

    it("changes nothing if sshd's output is truncated", async () => {
        const host = await fresh();
        await script(
            host,
            `cp /usr/sbin/sshd /srv/sshd && printf '%s\\n' '#!/bin/dash' 'case " $* " in *" -T "*) ;; *) exec /srv/sshd "$@" ;; esac' \
                '/srv/sshd "$@" 2>&1 | grep -v clientalive' >/usr/sbin/new && chmod +x /usr/sbin/new && mv /usr/sbin/new /usr/sbin/sshd`,
        );
        const before = await stateOf(host);
        await mustFail(
            host,
            before,
            await runProgram(host, "apply"),
            /output is truncated.*nothing was changed|do not arrive whole/u,
        );
    });

    for (const shell of ["dash", "bash", "ksh", "mksh", "busybox ash"]) {
        it(`does all or nothing under ${shell} with a full /run and a full /tmp`, async () => {
            const host = await fresh();
            for (const room of [0, 4, 16, 40]) {
                await script(
                    host,
                    `for place in /run /tmp; do
                        mkdir -p /mnt/full && mount -t tmpfs -o size=1m tmpfs /mnt/full && cp -a $place/. /mnt/full/
                        head -c $((1048576 - $1 * 1024)) /dev/zero >/mnt/full/.ballast 2>/dev/null || :
                        mount --bind /mnt/full $place && umount /mnt/full
                    done`,
                    `${room}`,
                );
                const before = await stateOf(host);
                const result = await runProgram(host, "apply", { shell: shell.split(" "), settings: allSettings });
                if (result.exitCode === 0) {
                    assert.deepEqual(await missing(host), []);
                    await succeed(host, "restore");
                } else {
                    assert.match(result.stderr, /nothing was changed|everything was rolled back|no program arrived/u);
                }
                await assertUnchanged(host, before);
                await script(host, "umount /run /tmp");
            }
            await assertLogin(host);
        });
    }
});
