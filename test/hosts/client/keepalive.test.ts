import assert from "node:assert/strict";
import type { Drift } from "../../../components";
import { commandLine } from "../../../components/remote/commandLine";
import { launcher, packedProgram, plainProgram } from "../../../components/remote/packing";
import * as hosts from "../../support/testbed";

const set = `client-keepalive-${process.pid}`;
const settings = ["ServerAliveInterval 60", "ServerAliveCountMax 4"];
const block = (made: string, owner = "a/b/c") =>
    new RegExp(
        [
            "# BEGIN pulumi-ssh-keepalive\n# Managed by Pulumi .*\n",
            `# owner: ${owner}\n# checksum: \\d+\n${made === "" ? "" : `# made here: ${made}\n`}`,
            "Host \\*\n {4}ServerAliveInterval 60\n {4}ServerAliveCountMax 4\n# END pulumi-ssh-keepalive\n",
        ].join(""),
        "u",
    );

interface Report {
    readonly changed: boolean;
    readonly line: number;
    readonly file: string;
    readonly effective: Readonly<Record<string, string>>;
    readonly drift: readonly Drift[];
    readonly warnings: readonly string[];
}

interface Run {
    readonly user?: hosts.HostUser;
    readonly shell?: readonly string[];
    readonly words?: readonly string[];
    readonly owner?: string;
}

describe("The clients' program", () => {
    let host: hosts.Host;
    before(async () => {
        host = (await hosts.up({ set, hosts: [{ name: "one" }] })).host("one");
    });
    after(() => hosts.down(set));
    // Each test begins without any ~/.ssh/config.
    beforeEach(() => hosts.mustExec(host, "rm -rf /root/.ssh/config /home/*/.ssh /home/*/.pulumi* /root/dotfiles"));

    function run(verb: "apply" | "restore", { user = "root", shell = ["sh"], words, owner = "a/b/c" }: Run = {}) {
        const wanted = verb === "apply" ? (words ?? ["--pattern", "*", ...settings]) : [];
        const argv = [...shell, "-c", launcher, "keepalive", verb, "--owner", owner, ...wanted];
        return hosts.exec(host, argv, { user, stdin: plainProgram("client") });
    }

    async function done(verb: "apply" | "restore", how: Run = {}): Promise<Report> {
        const { exitCode, stdout, stderr } = await run(verb, how);
        assert.equal(exitCode, 0, stderr);
        return JSON.parse(stdout) as Report;
    }

    async function refused(words: RegExp, how: Run = {}): Promise<void> {
        const before = await read("/root/.ssh/config");
        const { exitCode, stdout, stderr } = await run("apply", how);
        assert.deepEqual({ exitCode, stdout }, { exitCode: 1, stdout: "" });
        assert.match(stderr, words);
        assert.match(stderr, /nothing was changed\./);
        assert.equal(await read("/root/.ssh/config"), before);
        assert.equal((await hosts.exec(host, "ls -A /root /root/.ssh | grep -e pulumi")).stdout, "");
    }

    async function read(file: string): Promise<string> {
        return (await hosts.exec(host, ["cat", file])).stdout;
    }

    function write(content: string, file = "/root/.ssh/config", mode = "600") {
        const line = `umask 077; mkdir -p "\${1%/*}" && cat >"$1" && chmod ${mode} "$1"`;
        return hosts.mustExec(host, ["sh", "-c", line, "sh", file], { stdin: content });
    }

    async function asks(name: string, keyword: string): Promise<string> {
        const { stdout } = await hosts.exec(host, ["ssh", "-G", name]);
        return new RegExp(`^${keyword} (.*)$`, "mu").exec(stdout)?.[1] ?? "";
    }

    for (const shell of ["dash", "bash", "busybox sh", "ksh", "mksh"]) {
        it(`creates a missing ~/.ssh and file, and removes both again, under ${shell}`, async () => {
            const how = { user: "visitor", shell: shell.split(" ") } as const;
            const { changed, line, file, effective, warnings } = await done("apply", how);
            assert.deepEqual(
                { changed, line, file, warnings },
                { changed: true, line: 1, file: "/home/visitor/.ssh/config", warnings: [] },
            );
            assert.deepEqual([effective["ServerAliveInterval"], effective["ServerAliveCountMax"]], ["60", "4"]);
            const stat = "cd /home/visitor && stat -c '%a %U %G %n' .ssh .ssh/config && ls -A .ssh";
            assert.equal(
                await hosts.mustExec(host, stat),
                "700 visitor visitor .ssh\n600 visitor visitor .ssh/config\nconfig\n",
            );
            assert.match(await read(file), block("folder, file"));
            assert.equal((await done("apply", how)).changed, false);
            assert.equal((await done("restore", how)).changed, true);
            assert.equal(await hosts.mustExec(host, "ls -A /home/visitor | grep -c -e ssh || :"), "0\n");
            assert.equal((await done("restore", how)).changed, false);
        });
    }

    it("keeps the folder and the file if they have other content", async () => {
        await done("apply", { user: "visitor" });
        await hosts.mustExec(host, "touch /home/visitor/.ssh/known_hosts");
        await done("restore", { user: "visitor" });
        assert.equal(await hosts.mustExec(host, "ls -A /home/visitor/.ssh"), "known_hosts\n");

        await done("apply", { user: "visitor" });
        await hosts.mustExec(host, "echo 'Host later' >>/home/visitor/.ssh/config");
        await done("restore", { user: "visitor" });
        assert.equal(await read("/home/visitor/.ssh/config"), "Host later\n");
    });

    it("follows symbolic links, and keeps mode and owner of their target", async () => {
        await write("Host a\n  User b", "/root/dotfiles/ssh/config", "640");
        await hosts.mustExec(host, "chown root:visitor /root/dotfiles/ssh/config");
        await hosts.mustExec(
            host,
            "ln -s ../dotfiles/ssh/link /root/.ssh/config; ln -s config /root/dotfiles/ssh/link",
        );
        assert.equal((await done("apply")).file, "/root/.ssh/../dotfiles/ssh/config");
        const stat =
            "readlink /root/.ssh/config; stat -c '%a %U %G' /root/dotfiles/ssh/config; ls -A /root/dotfiles/ssh";
        const expected = "../dotfiles/ssh/link\n640 root visitor\nconfig\nlink\n";
        assert.equal(await hosts.mustExec(host, stat), expected);
        assert.equal(await asks("a", "serveraliveinterval"), "60");
        await done("restore");
        assert.equal(await hosts.mustExec(host, stat), expected);
        assert.equal(await read("/root/.ssh/config"), "Host a\n  User b");
    });

    it("rejects a change that it could not undo exactly", async () => {
        await write("Host a\n");
        await hosts.mustExec(host, "ln /root/.ssh/config /root/other-name");
        await refused(/config has 2 names \(hard links\)/);
        await hosts.mustExec(
            host,
            "rm /root/other-name; rm /root/.ssh/config; ln -s /nowhere/config /root/.ssh/config",
        );
        await refused(/broken link to \/nowhere\/config/);
        await hosts.mustExec(host, "rm /root/.ssh/config; mkdir /root/.ssh/config");
        await refused(/is not a regular file/);
        await hosts.mustExec(host, "rmdir /root/.ssh/config");
        await write("", "/home/visitor/.ssh/config", "400");
        await hosts.mustExec(host, "chown -R visitor /home/visitor/.ssh");
        await refused(/visitor may not write to \/home\/visitor\/\.ssh\/config/, { user: "visitor" });
    });

    it("reports a home folder that it may not write to", async () => {
        await hosts.mustExec(host, "chown root /home/visitor");
        const { exitCode, stderr } = await run("apply", { user: "visitor" });
        await hosts.mustExec(host, "chown visitor /home/visitor");
        assert.equal(exitCode, 1);
        assert.match(stderr, /cannot make \/home\/visitor\/\.pulumi-ssh-keepalive\.lock .*nothing was changed/);
    });

    it("rejects a file that ssh itself rejects, and says why", async () => {
        await write("Host a\n  Prot 22\n");
        await refused(/line 2: Bad configuration option: prot.*fix that first/);
        await write("Host a\n", "/root/.ssh/config", "666");
        await refused(/Bad owner or permissions on \/root\/\.ssh\/config/);
    });

    it("fails if there is no ssh, but still removes its block", async () => {
        await write("Host a\n");
        await done("apply");
        const ssh = await read("/root/.ssh/config");
        try {
            await hosts.mustExec(host, "mv /usr/bin/ssh /usr/bin/ssh.away");
            await refused(/no ssh found on this machine: install openssh-client/, {
                words: ["--pattern", "a", ...settings],
            });
            assert.equal((await done("restore")).changed, true);
        } finally {
            await hosts.mustExec(host, "mv /usr/bin/ssh.away /usr/bin/ssh");
        }
        assert.match(ssh, /^Host a\n# BEGIN/);
        assert.equal(await read("/root/.ssh/config"), "Host a\n");
    });

    it("leaves another owner's block alone without takeOver", async () => {
        await write("Host a\n");
        await done("apply");
        const file = await read("/root/.ssh/config");
        await refused(/belong to 'a\/b\/c', not to 'x\/y\/z'.*takeOver/, { owner: "x/y/z" });
        const left = await done("restore", { owner: "x/y/z" });
        assert.equal(left.changed, false);
        assert.match(left.warnings.join(), /belong to 'a\/b\/c', not to 'x\/y\/z': left unchanged/);
        assert.equal(await read("/root/.ssh/config"), file);
        await done("apply", { owner: "x/y/z", words: ["--take-over", "--pattern", "*", ...settings] });
        assert.match(await read("/root/.ssh/config"), block("", "x/y/z"));
        assert.equal((await done("restore")).changed, false);
        assert.equal((await done("restore", { owner: "x/y/z" })).changed, true);
        assert.equal(await read("/root/.ssh/config"), "Host a\n");
    });

    it("rejects a block without its end marker", async () => {
        await write("Host a\n");
        await done("apply");
        await hosts.mustExec(host, "sed -i '/^# END/d' /root/.ssh/config");
        await refused(/must have the lines '# BEGIN pulumi-ssh-keepalive' and '# END pulumi-ssh-keepalive' once/);
    });

    it("changes its values in the existing block, and remembers what it has created", async () => {
        await done("apply", { user: "visitor" });
        const how = { user: "visitor", words: ["--pattern", "*.corp", "ServerAliveInterval 30"] } as const;
        assert.deepEqual((await done("apply", how)).drift, []);
        const file = await read("/home/visitor/.ssh/config");
        assert.match(
            file,
            /made here: folder, file\nHost \*\.corp\n {4}ServerAliveInterval 30\n# Below.*\nHost \*\n# END/,
        );
        await done("restore", { user: "visitor" });
        assert.equal(await hosts.mustExec(host, "ls -A /home/visitor | grep -c -e ssh || :"), "0\n");
    });

    it("reports and repairs manual changes", async () => {
        await write("Host a\n");
        await done("apply");
        const file = await read("/root/.ssh/config");
        await hosts.mustExec(host, "sed -i 's/Interval 60/Interval 6/' /root/.ssh/config");
        const changed = await done("apply");
        assert.deepEqual(changed.drift, [{ key: "ServerAliveInterval", wanted: "60", found: "6", by: "" }]);
        assert.match(changed.warnings.join(), /changed by hand/);
        assert.equal(await read("/root/.ssh/config"), file);

        await write("Host a\n");
        const gone = await done("apply", { words: ["--run=2", "--pattern", "*", ...settings] });
        assert.deepEqual(
            gone.drift.map(({ key, found }) => `${key} ${found}`),
            ["ServerAliveInterval 0", "ServerAliveCountMax 3"],
        );
        assert.match(gone.warnings.join(), /was gone/);

        await write(`ServerAliveInterval 9\n${file}`);
        const { drift, warnings } = await done("apply");
        assert.equal(drift[0]?.found, "9");
        assert.match(drift[0]?.by ?? "", /^\/root\/\.ssh\/config line \d+$/);
        const line = Number(/\d+$/.exec(drift[0]?.by ?? "")?.[0]);
        assert.equal((await read("/root/.ssh/config")).split("\n")[line - 1], "ServerAliveInterval 9");
        assert.match(warnings.join(), /ServerAliveInterval 9, for all hosts\) would win over a block below it/);
        assert.equal(await asks("a", "serveraliveinterval"), "60");
        await done("restore");
        assert.equal(await read("/root/.ssh/config"), "ServerAliveInterval 9\nHost a\n");
    });

    it("keeps lines that were added to its block when the block is removed", async () => {
        await write("Host a\n");
        await done("apply");
        await hosts.mustExec(host, "sed -i 's/^# END/    Compression yes\\n&/' /root/.ssh/config");
        await done("restore");
        assert.equal(await read("/root/.ssh/config"), "Host a\nHost *\n    Compression yes\n");
        assert.equal(await asks("b", "compression"), "yes");
    });

    it("preserves the meaning of settings that were added below the block", async () => {
        await write("Host a\n  User x\n");
        await done("apply", { words: ["--pattern", "*.corp", ...settings] });
        await hosts.mustExec(host, "echo 'Compression yes' >>/root/.ssh/config");
        const values = async () => [await asks("a", "compression"), await asks("b", "compression")];
        assert.deepEqual(await values(), ["yes", "yes"]);
        await done("apply", { words: ["--pattern", "*.corp", "ServerAliveInterval 7"] });
        assert.deepEqual(await values(), ["yes", "yes"]);
        assert.equal(await asks("db.corp", "serveraliveinterval"), "7");
        await done("restore");
        assert.deepEqual(await values(), ["yes", "yes"]);
        assert.equal(await read("/root/.ssh/config"), "Host a\n  User x\nHost *\nCompression yes\n");
    });

    it("finds its place among hundreds of hosts, and names ten of them", async () => {
        const many = Array.from({ length: 300 }, (_, index) => `Host h${index}\n  ServerAliveInterval 7\n`).join("");
        await write(`Host *\n  ServerAliveInterval 9\n${many}`);
        const { line, warnings } = await done("apply");
        assert.equal(line, 1);
        assert.match(warnings[0] ?? "", /ServerAliveInterval 9, Host \*\) would win/);
        assert.equal(warnings.length, 12);
        assert.equal(warnings.at(-1), "there are 290 more such lines in /root/.ssh/config");
    });

    it("places its block above an included file that would win", async () => {
        await write("ServerAliveInterval 5\n", "/root/.ssh/included");
        await write("Host a\n  User x\nHost *\n  Include included\n");
        const { line, warnings } = await done("apply");
        assert.equal(line, 3);
        assert.match(warnings.join(), /line 12 \(Include included, Host \*\) would win/);
        await done("restore");
        await hosts.mustExec(host, "rm /root/.ssh/included");
    });

    it("reports valid, printable text for any bytes in the file and its name", async () => {
        const home = "/root/dotfiles/caf\\351\\033[31m";
        const config =
            "Host b\\374ro gr\\303\\274n\\033]0;x\\007\\n  ServerAliveInterval 5\\n  TCPKeepAlive no # \\302\\233\\n";
        await hosts.mustExec(
            host,
            `d=$(printf '${home}') && mkdir -p "$d" /root/.ssh && printf '${config}' >"$d/config" && ln -s "$d/config" /root/.ssh/`,
        );
        const line = commandLine("apply", {
            become: "none",
            owner: "a/b/ü",
            settings: ["--pattern", "*", "TCPKeepAlive yes", ...settings],
        });
        for (const shell of ["dash", "bash", "busybox ash", "ksh", "mksh"]) {
            const command = line.replace(/^sh/, shell);
            const { stdout, stderr } = await hosts.exec(host, `${command} | base64 -w 0`, {
                stdin: plainProgram("client"),
            });
            const text = new TextDecoder("utf-8", { fatal: true }).decode(Buffer.from(stdout, "base64"));
            assert.equal(stderr, "");
            const { file, warnings } = JSON.parse(text) as Report;
            assert.equal(file, "/root/dotfiles/caf??[31m/config");
            assert.match(warnings.join(), /line 2 \(ServerAliveInterval 5, Host b\?ro grün\?\]0;x\?\)/u);
            assert.doesNotMatch(text.trimEnd(), /\p{C}/u);
        }
        const { exitCode, stderr } = await run("apply", { owner: "another" });
        assert.equal(exitCode, 1);
        assert.match(stderr, /caf\?\?\[31m\/config belong to 'a\/b\/ü'/u);
    });

    it("waits for a concurrent run, but not for one that has ended", async () => {
        await write("Host a\n");
        const dead = "mkdir /root/.pulumi-ssh-keepalive.lock && sh -c 'echo $$' | sed \"s/^/$(uname -n) /\" >$_/holder";
        await hosts.mustExec(host, `l=/root/.pulumi-ssh-keepalive.lock; ${dead.replaceAll("$_", "$l")}`);
        // What a killed run can leave beside it.
        await hosts.mustExec(host, "touch /root/.ssh/.config.pulumi-ssh-keepalive.staged");
        const reports = await Promise.all(Array.from({ length: 5 }, () => done("apply")));
        assert.equal(reports.filter(({ changed }) => changed).length, 1);
        assert.equal((await hosts.exec(host, "ls -A /root /root/.ssh | grep -e pulumi")).stdout, "");
        assert.match(await read("/root/.ssh/config"), block(""));
    });

    it("works over SSH, packed, as the login user and as root", async () => {
        const line = (become: string) => commandLine("apply", { become, owner: "a/b/c", settings: ["--pattern", "*", ...settings] }); // prettier-ignore
        const user = { user: "admin", stdin: packedProgram("client") } as const;
        await hosts.mustExec(host, "cp -a /root/.ssh /home/admin/.ssh && chown -R admin /home/admin/.ssh");
        const own = await hosts.ssh(host, line("none"), user);
        assert.equal((JSON.parse(own.stdout) as Report).file, "/home/admin/.ssh/config", own.stderr);
        const roots = await hosts.ssh(host, line("sudo"), user);
        assert.equal((JSON.parse(roots.stdout) as Report).file, "/root/.ssh/config", roots.stderr);
        assert.match(await read("/home/admin/.ssh/config"), block("file"));
    });
});
