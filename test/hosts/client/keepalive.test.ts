import assert from "node:assert/strict";
import { commandLine } from "../../../components/remote/commandLine";
import { packedProgram } from "../../../components/remote/packing";
import { type Report, block, clientHost, settings } from "./host";

describe("The clients' program", () => {
    const { sshValue, mustSucceed, exec, mustExec, read, mustFail, run, ssh, write } = clientHost("keepalive");

    for (const shell of ["dash", "bash", "busybox sh", "ksh", "mksh"]) {
        it(`creates a missing ~/.ssh and file, and removes both again, under ${shell}`, async () => {
            const how = { user: "visitor", shell: shell.split(" ") } as const;
            const { changed, line, file, effective, warnings } = await mustSucceed("apply", how);
            assert.deepEqual(
                { changed, line, file, warnings },
                { changed: true, line: 1, file: "/home/visitor/.ssh/config", warnings: [] },
            );
            assert.deepEqual([effective["ServerAliveInterval"], effective["ServerAliveCountMax"]], ["60", "4"]);
            const stat = "cd /home/visitor && stat -c '%a %U %G %n' .ssh .ssh/config && ls -A .ssh";
            assert.equal(await mustExec(stat), "700 visitor visitor .ssh\n600 visitor visitor .ssh/config\nconfig\n");
            assert.match(await read(file), block("folder, file"));
            assert.equal((await mustSucceed("apply", how)).changed, false);
            assert.equal((await mustSucceed("restore", how)).changed, true);
            assert.equal(await mustExec("ls -A /home/visitor | grep -c -e ssh || :"), "0\n");
            assert.equal((await mustSucceed("restore", how)).changed, false);
        });
    }

    it("keeps the folder and the file if they have other content", async () => {
        await mustSucceed("apply", { user: "visitor" });
        await mustExec("touch /home/visitor/.ssh/known_hosts");
        await mustSucceed("restore", { user: "visitor" });
        assert.equal(await mustExec("ls -A /home/visitor/.ssh"), "known_hosts\n");

        await mustSucceed("apply", { user: "visitor" });
        await mustExec("echo 'Host later' >>/home/visitor/.ssh/config");
        await mustSucceed("restore", { user: "visitor" });
        assert.equal(await read("/home/visitor/.ssh/config"), "Host later\n");
    });

    it("follows symbolic links, and keeps mode and owner of their target", async () => {
        await write("Host a\n  User b", "/root/dotfiles/ssh/config", "640");
        await mustExec("chown root:visitor /root/dotfiles/ssh/config");
        await mustExec("ln -s ../dotfiles/ssh/link /root/.ssh/config; ln -s config /root/dotfiles/ssh/link");
        assert.equal((await mustSucceed("apply")).file, "/root/.ssh/../dotfiles/ssh/config");
        const stat =
            "readlink /root/.ssh/config; stat -c '%a %U %G' /root/dotfiles/ssh/config; ls -A /root/dotfiles/ssh";
        const expected = "../dotfiles/ssh/link\n640 root visitor\nconfig\nlink\n";
        assert.equal(await mustExec(stat), expected);
        assert.equal(await sshValue("a", "serveraliveinterval"), "60");
        await mustSucceed("restore");
        assert.equal(await mustExec(stat), expected);
        assert.equal(await read("/root/.ssh/config"), "Host a\n  User b");
    });

    it("rejects a change that it could not undo exactly", async () => {
        await write("Host a\n");
        await mustExec("ln /root/.ssh/config /root/other-name");
        await mustFail(/config has 2 names \(hard links\)/);
        await mustExec("rm /root/other-name; rm /root/.ssh/config; ln -s /nowhere/config /root/.ssh/config");
        await mustFail(/broken link to \/nowhere\/config/);
        await mustExec("rm /root/.ssh/config; mkdir /root/.ssh/config");
        await mustFail(/is not a regular file/);
        await mustExec("rmdir /root/.ssh/config");
        await write("", "/home/visitor/.ssh/config", "400");
        await mustExec("chown -R visitor /home/visitor/.ssh");
        await mustFail(/visitor may not write to \/home\/visitor\/\.ssh\/config/, { user: "visitor" });
    });

    it("reports a home folder that it may not write to", async () => {
        await mustExec("chown root /home/visitor");
        const { exitCode, stderr } = await run("apply", { user: "visitor" });
        await mustExec("chown visitor /home/visitor");
        assert.equal(exitCode, 1);
        assert.match(stderr, /cannot make \/home\/visitor\/\.pulumi-ssh-keepalive\.lock .*nothing was changed/);
    });

    it("rejects a file that ssh itself rejects, and explains why", async () => {
        await write("Host a\n  Prot 22\n");
        await mustFail(/line 2: Bad configuration option: prot.*fix that first/);
        await write("Host a\n", "/root/.ssh/config", "666");
        await mustFail(/Bad owner or permissions on \/root\/\.ssh\/config/);
    });

    it("fails if there is no ssh, but still removes its block", async () => {
        await write("Host a\n");
        await mustSucceed("apply");
        const ssh = await read("/root/.ssh/config");
        try {
            await mustExec("mv /usr/bin/ssh /usr/bin/ssh.away");
            await mustFail(/no ssh found on this machine: install openssh-client/, {
                words: ["--pattern", "a", ...settings],
            });
            assert.equal((await mustSucceed("restore")).changed, true);
        } finally {
            await mustExec("mv /usr/bin/ssh.away /usr/bin/ssh");
        }
        assert.match(ssh, /^Host a\n# BEGIN/);
        assert.equal(await read("/root/.ssh/config"), "Host a\n");
    });

    it("leaves another owner's block alone without takeOver", async () => {
        await write("Host a\n");
        await mustSucceed("apply");
        const file = await read("/root/.ssh/config");
        await mustFail(/belong to 'a\/b\/c', not to 'x\/y\/z'.*takeOver/, { owner: "x/y/z" });
        const left = await mustSucceed("restore", { owner: "x/y/z" });
        assert.equal(left.changed, false);
        assert.match(left.warnings.join(), /belong to 'a\/b\/c', not to 'x\/y\/z': left unchanged/);
        assert.equal(await read("/root/.ssh/config"), file);
        await mustSucceed("apply", { owner: "x/y/z", words: ["--take-over", "--pattern", "*", ...settings] });
        assert.match(await read("/root/.ssh/config"), block("", "x/y/z"));
        assert.equal((await mustSucceed("restore")).changed, false);
        assert.equal((await mustSucceed("restore", { owner: "x/y/z" })).changed, true);
        assert.equal(await read("/root/.ssh/config"), "Host a\n");
    });

    it("rejects a block without its end marker", async () => {
        await write("Host a\n");
        await mustSucceed("apply");
        await mustExec("sed -i '/^# END/d' /root/.ssh/config");
        await mustFail(/must have the lines '# BEGIN pulumi-ssh-keepalive' and '# END pulumi-ssh-keepalive' once/);
    });

    it("changes its values in the existing block, and remembers what it has created", async () => {
        await mustSucceed("apply", { user: "visitor" });
        const how = { user: "visitor", words: ["--pattern", "*.corp", "ServerAliveInterval 30"] } as const;
        assert.deepEqual((await mustSucceed("apply", how)).drift, []);
        const file = await read("/home/visitor/.ssh/config");
        assert.match(
            file,
            /made here: folder, file\nHost \*\.corp\n {4}ServerAliveInterval 30\n# Below.*\nHost \*\n# END/,
        );
        await mustSucceed("restore", { user: "visitor" });
        assert.equal(await mustExec("ls -A /home/visitor | grep -c -e ssh || :"), "0\n");
    });

    it("waits for a concurrent run, but not for one that has ended", async () => {
        await write("Host a\n");
        const dead = "mkdir /root/.pulumi-ssh-keepalive.lock && sh -c 'echo $$' | sed \"s/^/$(uname -n) /\" >$_/holder";
        await mustExec(`l=/root/.pulumi-ssh-keepalive.lock; ${dead.replaceAll("$_", "$l")}`);
        // A killed run may leave this file beside it.
        await mustExec("touch /root/.ssh/.config.pulumi-ssh-keepalive.staged");
        const reports = await Promise.all(Array.from({ length: 5 }, () => mustSucceed("apply")));
        assert.equal(reports.filter(({ changed }) => changed).length, 1);
        assert.equal((await exec("ls -A /root /root/.ssh | grep -e pulumi")).stdout, "");
        assert.match(await read("/root/.ssh/config"), block(""));
    });

    it("works over SSH, packed, as the login user and as root", async () => {
        const line = (become: string) => commandLine("apply", { become, owner: "a/b/c", settings: ["--pattern", "*", ...settings] }); // prettier-ignore
        const user = { user: "admin", stdin: packedProgram("client") } as const;
        await mustExec("cp -a /root/.ssh /home/admin/.ssh && chown -R admin /home/admin/.ssh");
        const own = await ssh(line("none"), user);
        assert.equal((JSON.parse(own.stdout) as Report).file, "/home/admin/.ssh/config", own.stderr);
        const roots = await ssh(line("sudo"), user);
        assert.equal((JSON.parse(roots.stdout) as Report).file, "/root/.ssh/config", roots.stderr);
        assert.match(await read("/home/admin/.ssh/config"), block("file"));
    });
});
