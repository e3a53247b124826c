import assert from "node:assert/strict";
import { commandLine } from "../../../components/remote/commandLine";
import { plainProgram } from "../../../components/remote/packing";
import { type Report, clientHost, settings } from "./host";

describe("The clients' program beside others' lines", () => {
    const { sshValue, mustSucceed, exec, mustExec, read, run, write } = clientHost("foreign");

    it("reports and repairs manual changes", async () => {
        await write("Host a\n");
        await mustSucceed("apply");
        const file = await read("/root/.ssh/config");
        await mustExec("sed -i 's/Interval 60/Interval 6/' /root/.ssh/config");
        const changed = await mustSucceed("apply");
        assert.deepEqual(changed.drift, [{ key: "ServerAliveInterval", wanted: "60", found: "6", by: "" }]);
        assert.match(changed.warnings.join(), /changed by hand/);
        assert.equal(await read("/root/.ssh/config"), file);

        await write("Host a\n");
        const gone = await mustSucceed("apply", { words: ["--run=2", "--pattern", "*", ...settings] });
        assert.deepEqual(
            gone.drift.map(({ key, found }) => `${key} ${found}`),
            ["ServerAliveInterval 0", "ServerAliveCountMax 3"],
        );
        assert.match(gone.warnings.join(), /was gone/);

        await write(`ServerAliveInterval 9\n${file}`);
        const { drift, warnings } = await mustSucceed("apply");
        assert.equal(drift[0]?.found, "9");
        assert.match(drift[0]?.by ?? "", /^\/root\/\.ssh\/config line \d+$/);
        const line = Number(/\d+$/.exec(drift[0]?.by ?? "")?.[0]);
        assert.equal((await read("/root/.ssh/config")).split("\n")[line - 1], "ServerAliveInterval 9");
        assert.match(warnings.join(), /ServerAliveInterval 9, for all hosts\) would win over a block below it/);
        assert.equal(await sshValue("a", "serveraliveinterval"), "60");
        await mustSucceed("restore");
        assert.equal(await read("/root/.ssh/config"), "ServerAliveInterval 9\nHost a\n");
    });

    it("keeps lines that were added to its block when the block is removed", async () => {
        await write("Host a\n");
        await mustSucceed("apply");
        await mustExec("sed -i 's/^# END/    Compression yes\\n&/' /root/.ssh/config");
        await mustSucceed("restore");
        assert.equal(await read("/root/.ssh/config"), "Host a\nHost *\n    Compression yes\n");
        assert.equal(await sshValue("b", "compression"), "yes");
    });

    it("preserves the meaning of settings that were added below the block", async () => {
        await write("Host a\n  User x\n");
        await mustSucceed("apply", { words: ["--pattern", "*.corp", ...settings] });
        await mustExec("echo 'Compression yes' >>/root/.ssh/config");
        const values = async () => [await sshValue("a", "compression"), await sshValue("b", "compression")];
        assert.deepEqual(await values(), ["yes", "yes"]);
        await mustSucceed("apply", { words: ["--pattern", "*.corp", "ServerAliveInterval 7"] });
        assert.deepEqual(await values(), ["yes", "yes"]);
        assert.equal(await sshValue("db.corp", "serveraliveinterval"), "7");
        await mustSucceed("restore");
        assert.deepEqual(await values(), ["yes", "yes"]);
        assert.equal(await read("/root/.ssh/config"), "Host a\n  User x\nHost *\nCompression yes\n");
    });

    it("finds its place among hundreds of hosts, and names ten of them", async () => {
        const many = Array.from({ length: 300 }, (_, index) => `Host h${index}\n  ServerAliveInterval 7\n`).join("");
        await write(`Host *\n  ServerAliveInterval 9\n${many}`);
        const { line, warnings } = await mustSucceed("apply");
        assert.equal(line, 1);
        assert.match(warnings[0] ?? "", /ServerAliveInterval 9, Host \*\) would win/);
        assert.equal(warnings.length, 12);
        assert.equal(warnings.at(-1), "there are 290 more such lines in /root/.ssh/config");
    });

    it("places its block above an included file that would win", async () => {
        await write("ServerAliveInterval 5\n", "/root/.ssh/included");
        await write("Host a\n  User x\nHost *\n  Include included\n");
        const { line, warnings } = await mustSucceed("apply");
        assert.equal(line, 3);
        assert.match(warnings.join(), /line 12 \(Include included, Host \*\) would win/);
        await mustSucceed("restore");
        await mustExec("rm /root/.ssh/included");
    });

    it("reports valid, printable text for any bytes in the file and its name", async () => {
        const home = "/root/dotfiles/caf\\351\\033[31m";
        const config =
            "Host b\\374ro gr\\303\\274n\\033]0;x\\007\\n  ServerAliveInterval 5\\n  TCPKeepAlive no # \\302\\233\\n";
        await mustExec(
            `d=$(printf '${home}') && mkdir -p "$d" /root/.ssh && printf '${config}' >"$d/config" && ln -s "$d/config" /root/.ssh/`,
        );
        const line = commandLine("apply", {
            become: "none",
            owner: "a/b/ü",
            settings: ["--pattern", "*", "TCPKeepAlive yes", ...settings],
        });
        for (const shell of ["dash", "bash", "busybox ash", "ksh", "mksh"]) {
            const command = line.replace(/^sh/, shell);
            const { stdout, stderr } = await exec(`${command} | base64 -w 0`, {
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
});
