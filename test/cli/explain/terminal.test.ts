import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import fc from "fast-check";
import { screenOf } from "../../../cli/measure/screen";
import { terminalOf } from "../../../cli/output";
import { run } from "../../../cli/run";
import { pairs, wrapped } from "../../../cli/text";
import { temporaryFolder } from "../../support/temporaryFolder";
import { runCli } from "../runCli";

async function shown(
    args: readonly string[],
    terminal: { columns: number; color: boolean; unicode: boolean },
): Promise<string> {
    let out = "";
    await run(["explain", ...args], { out: (text) => void (out += text), err: () => {}, terminal });
    return out;
}

describe("explaining in a terminal", () => {
    const all = "--profile pci --openssh 9.2 --path aws-network-load-balancer-tls,azure-nat-gateway,fritz-box".split(
        " ",
    );

    it("fits 40 to 200 columns, with words whole", async () => {
        for (const args of [all, ["--interval", "180", "--path", "350"], ["--profile", "pci", "--openssh", "8.4"]]) {
            const wide = await shown([...args, "--no-files"], { columns: 200, color: false, unicode: false });
            const words = new Set(wide.split(/\s+/).filter((word) => /^[A-Za-z]{2}/.test(word)));
            for (let columns = 40; columns <= 200; columns += 7) {
                const text = await shown([...args, "--no-files"], { columns, color: false, unicode: true });
                for (const line of text.split("\n")) assert.ok(line.length <= columns, `${columns}: ${line}`);
                const now = new Set(text.split(/\s+/));
                for (const word of words) assert.ok(now.has(word), `${columns}: ${word}`);
            }
        }
    });

    it("never cuts the text of a file, nor a command but at a blank", async () => {
        const narrow = await shown(all, { columns: 40, color: false, unicode: false });
        assert.match(narrow, /\nUnusedConnectionTimeout 900\n/);
        const command = /\$ (sudo sshd -t [^]*?)\n\$/.exec(narrow)?.[1] ?? "";
        assert.equal(
            command.replace(/ \\\n\s+/g, " "),
            "sudo sshd -t && { sudo systemctl reload ssh || sudo systemctl reload sshd; }",
        );
    });

    it("uses colour and Unicode where it has them, and neither in a pipe", async () => {
        const text = await shown(all, { columns: 80, color: true, unicode: true });
        assert.match(text, /\u001B\[1m/);
        assert.match(text, /─●/);
        const { out } = await runCli("explain", ...all);
        assert.match(out, /^[\x20-\x7e\n]*$/);
    });

    it("prints ASCII in every command where the terminal draws nothing else", async () => {
        for (const args of [["profiles"], ["hops"], ["explain", "--help"], ["measure", "--help"], ["--help"]])
            assert.match((await runCli(...args)).out, /^[\x20-\x7e\n]+$/, args.join(" "));
    });
});

describe("what a stream can show", () => {
    for (const [env, unicode] of [
        [{ LANG: "en_US.UTF-8" }, true],
        [{ LANG: "C" }, false],
        [{ LANG: "C.UTF-8" }, true],
        [{ LANG: "de_DE.utf8" }, true],
        [{ LANG: "de_DE@euro" }, false],
        [{ LC_ALL: "C", LANG: "en_US.UTF-8" }, false],
        [{ LC_ALL: "POSIX", LC_CTYPE: "C.UTF-8", LANG: "C.UTF-8" }, false],
        [{ LC_ALL: "C.UTF-8", LANG: "C" }, true],
        [{ LC_ALL: "", LANG: "C.UTF-8" }, true],
        [{ LC_CTYPE: "C", LANG: "en_US.UTF-8" }, false],
        [{ LC_CTYPE: "en_US.UTF-8", LANG: "C" }, true],
        [{ LANG: "C", WT_SESSION: "of Windows Terminal, which starts WSL" }, false],
        [{ LANG: "C.UTF-8", NO_COLOR: "1" }, true],
        [{ LANG: "C.UTF-8", TERM: "linux" }, false],
        [{ LANG: "C.UTF-8", TERM: "dumb" }, false],
        [{}, false],
    ] as const) {
        it(`is ${unicode ? "Unicode" : "ASCII"} with ${JSON.stringify(env)}, for explain and measure alike`, () => {
            const stream = { isTTY: true, columns: 80, rows: 24 };
            assert.equal(terminalOf(stream, env).unicode, unicode);
            assert.equal(screenOf(stream, env).unicode, unicode);
            assert.equal(terminalOf({}, env).unicode, false, "A pipe takes ASCII.");
            assert.equal(screenOf({}, env).unicode, false, "A pipe takes ASCII.");
        });
    }

    it("is read from the stream, and from the environment", () => {
        const utf8 = { LANG: "en_US.UTF-8" };
        assert.deepEqual(terminalOf({}, utf8), { columns: 80, color: false, unicode: false });
        assert.equal(terminalOf({ isTTY: true, columns: 20 }, utf8).columns, 40);
        assert.equal(terminalOf({ isTTY: true, columns: 500 }, utf8).columns, 200);
        assert.equal(terminalOf({}, { COLUMNS: "120" }).columns, 120);
        for (const COLUMNS of ["wide", "", "0", "-1"]) assert.equal(terminalOf({}, { COLUMNS }).columns, 80, COLUMNS);
        assert.equal(terminalOf({ isTTY: true, columns: 0 }, {}).columns, 80);
        assert.equal(terminalOf({ isTTY: true, columns: 80 }, { ...utf8, NO_COLOR: "" }).color, true);
        assert.equal(terminalOf({}, { FORCE_COLOR: "1", NO_COLOR: "1" }).color, false);
        assert.equal(terminalOf({ isTTY: true, columns: 80 }, utf8).unicode, true);
        assert.equal(terminalOf({ isTTY: true, columns: 80 }, { LANG: "C" }).unicode, false);
        assert.equal(terminalOf({ isTTY: true, columns: 80 }, { ...utf8, LC_ALL: "C" }).unicode, false);
        assert.equal(terminalOf({ isTTY: true, columns: 80 }, { ...utf8, NO_COLOR: "1" }).color, false);
        assert.equal(terminalOf({ isTTY: true, columns: 80 }, { ...utf8, TERM: "dumb" }).color, false);
        assert.equal(terminalOf({ isTTY: true, columns: 80 }, { ...utf8, TERM: "xterm" }).color, true);
        assert.equal(terminalOf({}, { FORCE_COLOR: "1" }).color, true);
    });
});

describe("wrapped text", () => {
    it("keeps its words, whatever the text", () => {
        const text = fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1 }).map((words) => words.join(" "));
        fc.assert(
            fc.property(
                text,
                fc.integer({ min: 30, max: 200 }),
                fc.nat(8),
                fc.nat(8),
                (words, columns, indent, hang) => {
                    const lines = wrapped(words, columns, indent, hang).split("\n");
                    assert.equal(lines.map((line) => line.trim()).join(" "), words);
                    for (const line of lines) assert.ok(line.length <= columns);
                },
            ),
        );
    });

    it("stacks pairs that do not fit side by side", () => {
        assert.equal(pairs([["name", "text"]], 80), "  name  text");
        assert.equal(pairs([["a rather long name", "text"]], 40), "  a rather long name\n      text");
    });
});

describe("explain --write", () => {
    let folder: string;
    beforeEach(() => {
        folder = temporaryFolder();
    });

    it("writes each file into a new folder, and prints none", async () => {
        const target = path.join(folder, "new", "files");
        const { code, out, err } = await runCli(
            "explain",
            "--profile",
            "quick",
            "--write",
            target,
            "--putty-session",
            "a b",
        );
        assert.equal(code, 0);
        assert.doesNotMatch(out, /^---/m);
        assert.deepEqual(fs.readdirSync(target).sort(), [
            "00-keepalive.conf",
            "99-zz-keepalive.conf",
            "keepalive.reg",
            "putty-a%20b",
            "ssh_config",
        ]);
        assert.match(err, /Wrote .*keepalive\.reg\n/);
        const reg = fs.readFileSync(path.join(target, "keepalive.reg"), "utf8");
        assert.match(reg, /^Windows Registry Editor Version 5\.00\r\n\r\n\[HKEY_CURRENT_USER\\.*\\a%20b\]\r\n/);
        assert.equal(
            (await runCli("explain", "--profile", "quick", "--write", target, "--putty-session", "a b")).code,
            0,
        );
    });

    it("refuses a folder with anything else in it, such as sshd's own", async () => {
        fs.writeFileSync(path.join(folder, "50-cloud-init.conf"), "PasswordAuthentication no\n");
        const { code, err } = await runCli("explain", "--write", folder);
        assert.equal(code, 1);
        assert.match(err, /contains other files \(50-cloud-init\.conf\); name a new or empty folder/);
        assert.deepEqual(fs.readdirSync(folder), ["50-cloud-init.conf"]);
    });

    it("leaves nothing new if one of the files cannot be written", async () => {
        // This session's file is the last one, and its name is too long for a file system.
        const unwritable = ["explain", "--putty-session", "s".repeat(250), "--write"];
        const { code, err } = await runCli(...unwritable, path.join(folder, "new", "files"));
        assert.equal(code, 1);
        assert.match(err, /^Problem: --write .*: ENAMETOOLONG/);
        assert.deepEqual(fs.readdirSync(folder), []);
        fs.writeFileSync(path.join(folder, "keepalive.reg"), "of another session");
        assert.equal((await runCli(...unwritable, folder)).code, 1);
        assert.deepEqual(fs.readdirSync(folder), ["keepalive.reg"]);
        assert.equal(fs.readFileSync(path.join(folder, "keepalive.reg"), "utf8"), "of another session");
    });

    it("names the option that failed, and still does what the other one asks for", async () => {
        execFileSync(process.execPath, [path.join(__dirname, "../../../page/build.mjs")]);
        const missing = path.join(folder, "missing", "page.html");
        const target = path.join(folder, "files");
        const html = await runCli("explain", "--write", target, "--html", missing);
        assert.equal(html.code, 1);
        assert.match(html.err, /Wrote .*Settings\nProblem: --html .*page\.html: ENOENT/);
        fs.rmSync(path.join(target, "ssh_config"));
        fs.mkdirSync(path.join(target, "ssh_config"));
        const before = fs.readFileSync(path.join(target, "00-keepalive.conf"), "utf8");
        const write = await runCli("explain", "--profile", "quick", "--write", target, "--html", missing);
        assert.equal(write.code, 1);
        assert.match(write.err, /^Problem: --write .*contains other files \(ssh_config\)[^]*Problem: --html /);
        assert.equal(fs.readFileSync(path.join(target, "00-keepalive.conf"), "utf8"), before);
    });

    it("refuses the folder of a program that would read the files, and what leads into one", async () => {
        const read = path.join(folder, "sshd_config.d");
        fs.mkdirSync(read);
        fs.symlinkSync(read, path.join(folder, "harmless"));
        for (const target of [read, path.join(folder, "harmless"), path.join(read, "new"), "/etc/keepalive"]) {
            const { code, err } = await runCli("explain", "--write", target);
            assert.equal(code, 1, target);
            assert.match(err, /is read by programs; name another folder/);
        }
        assert.deepEqual(fs.readdirSync(read), []);
    });

    it("replaces its own files, does not follow links, and leaves no file of other settings beside them", async () => {
        const own = path.join(folder, "mine");
        fs.writeFileSync(own, "keep me");
        const target = path.join(folder, "files");
        fs.mkdirSync(target);
        fs.symlinkSync(own, path.join(target, "ssh_config"));
        const client = ["--interval", "0", "--tcp-keepalive", "yes", "--client-interval", "60"];
        assert.equal((await runCli("explain", ...client, "--write", target)).code, 0);
        assert.equal(fs.readFileSync(own, "utf8"), "keep me");
        assert.match(fs.readFileSync(path.join(target, "ssh_config"), "utf8"), /ServerAliveInterval 60/);
        const { code, err } = await runCli("explain", "--interval", "90", "--openssh", "8.0", "--write", target);
        assert.equal(code, 1);
        assert.match(err, /contains other files \(00-keepalive\.conf\)/);
    });
});
