import assert from "node:assert/strict";
import { dropIn } from "../../support/managedFiles";
import { reloads } from "../../support/testbed";
import { assertLogin, assertUnchanged, freshHosts, missing, mustFail, script, stateOf } from "./freshHosts";
import { allSettings, runProgram, succeed } from "./program";

/** Moves a directory to a separate file system that is full. */
const fillUp = `
    mkdir -p /mnt/full "$1" && size=$(du -sk --apparent-size "$1" | cut -f1)
    mount -t tmpfs -o size=$((size * 3 + 512))k,mode=755 tmpfs /mnt/full && cp -a "$1/." /mnt/full/
    mount --bind /mnt/full "$1" && umount -l /mnt/full && rmdir /mnt/full
    cat /dev/zero >"$1/.ballast" 2>/dev/null || :`;

describe("The host program, on a host with a broken disk", () => {
    const fresh = freshHosts("disk");

    for (const folder of ["/etc/ssh", "/var/lib"]) {
        it(`changes nothing when ${folder} is full`, async () => {
            const host = await fresh();
            await script(host, fillUp, folder);
            const before = await stateOf(host);
            const result = await runProgram(host, "apply", { settings: allSettings });
            await mustFail(host, before, result, /full or read-only disk.*nothing was changed/u);
            await assertLogin(host);
            assert.equal(await reloads(host), 0);
        });
    }

    it("rolls sshd's part back if the disk is full when it writes the kernel's part", async () => {
        const host = await fresh();
        await script(host, fillUp, "/etc/sysctl.d");
        const before = await stateOf(host);
        const result = await runProgram(host, "apply", { settings: allSettings });
        await mustFail(host, before, result, /cannot write to \/etc\/sysctl\.d .*; everything was rolled back/u);
        assert.deepEqual(await missing(host, ["ClientAliveInterval 0"]), []);
        assert.equal(await reloads(host), 2);
        await assertLogin(host);
    });

    for (const main of ["Include /etc/ssh/sshd_config.d/*.conf", "UsePAM yes"]) {
        it(`rolls an update back to the last applied state if the main file has "${main}"`, async () => {
            const host = await fresh();
            await script(host, 'echo "$1" >/etc/ssh/sshd_config', main);
            await succeed(host, "apply", { settings: ["ClientAliveInterval 60", "net.ipv4.tcp_keepalive_time = 200"] });
            await script(host, fillUp, "/etc/sysctl.d");
            const before = await stateOf(host);
            await mustFail(
                host,
                before,
                await runProgram(host, "apply", { settings: allSettings }),
                /everything was rolled back/u,
            );
            assert.deepEqual(await missing(host, ["ClientAliveInterval 60"]), []);
            assert.equal(await reloads(host), 3);
        });
    }

    it("changes nothing if the disk is full at an update, and restores everything without free space", async () => {
        const host = await fresh();
        const first = await stateOf(host);
        await succeed(host, "apply", { settings: ["ClientAliveInterval 60"] });
        await script(host, fillUp, "/etc/ssh");
        const before = await stateOf(host);
        await mustFail(
            host,
            before,
            await runProgram(host, "apply", { settings: allSettings }),
            /full or read-only disk/u,
        );
        await succeed(host, "restore");
        await script(host, "rm /etc/ssh/.ballast");
        await assertUnchanged(host, first);
    });

    it("changes nothing when /etc is read-only", async () => {
        const host = await fresh();
        await script(host, "mount --bind /etc /etc && mount -o remount,bind,ro /etc");
        const before = await stateOf(host);
        const result = await runProgram(host, "apply", { settings: allSettings });
        await mustFail(host, before, result, /cannot write to \/etc\/ssh.*read-only.*nothing was changed/u);
        await assertLogin(host);
    });

    it("changes nothing when the main file, which must hold the settings, is immutable", async () => {
        const host = await fresh();
        await script(host, "echo UsePAM yes >/etc/ssh/sshd_config && chattr +i /etc/ssh/sshd_config");
        const before = await stateOf(host);
        const result = await runProgram(host, "apply", { settings: allSettings });
        await mustFail(host, before, result, /cannot replace \/etc\/ssh\/sshd_config: .*not permitted/u);
        await script(host, "chattr -i /etc/ssh/sshd_config");
    });

    it("changes nothing when its own drop-in is immutable, nor when it has to restore it", async () => {
        const host = await fresh();
        await succeed(host, "apply");
        await script(host, `chattr +i ${dropIn}`);
        const before = await stateOf(host);
        for (const verb of ["apply", "restore"] as const) {
            const result = await runProgram(host, verb, { settings: ["ClientAliveInterval 60"] });
            await mustFail(host, before, result, /cannot replace .*00-pulumi.*: .*not permitted/u);
        }
        await script(host, `chattr -i ${dropIn}`);
        assert.deepEqual(await missing(host), []);
    });

    it("changes nothing when the folder of the drop-ins is read-only", async () => {
        const host = await fresh();
        await script(host, 'cd "$1" && mount --bind . . && mount -o remount,bind,ro "$1"', "/etc/ssh/sshd_config.d");
        const before = await stateOf(host);
        await mustFail(host, before, await runProgram(host, "apply"), /cannot write to \/etc\/ssh\/sshd_config\.d/u);
    });

    for (const shell of ["bash", "ksh", "mksh"]) {
        it(`works under ${shell} when /tmp is full and read-only, where some shells store here-documents`, async () => {
            const host = await fresh();
            await script(host, fillUp, "/tmp");
            await script(host, "mount -o remount,bind,ro /tmp");
            const before = await stateOf(host);
            await succeed(host, "apply", { shell: [shell], settings: allSettings });
            assert.deepEqual(await missing(host), []);
            await succeed(host, "restore", { shell: [shell] });
            await assertUnchanged(host, before);
        });
    }

    it("reports it if here-documents cannot be stored anywhere", async () => {
        const host = await fresh();
        await script(
            host,
            `for place in /tmp /run; do mount --bind $place $place && mount -o remount,bind,ro $place; done`,
        );
        const before = await stateOf(host);
        const result = await runProgram(host, "apply", { shell: ["mksh"] });
        await mustFail(host, before, result, /cannot write below \/\w+.*nothing was changed/u);
    });
});
