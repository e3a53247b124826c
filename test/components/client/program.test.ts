import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { commandLine } from "../../../components/remote/commandLine";
import { launcher, packedProgram, plainProgram } from "../../../components/remote/packing";

const programs = {
    "packed for other machines": { launch: launcher, stdin: packedProgram("client") },
    "as it is for this machine": { launch: launcher, stdin: plainProgram("client") },
};

describe("The clients' program", () => {
    for (const [title, { launch, stdin }] of Object.entries(programs)) {
        // The program rejects a wrong call before it reads or changes anything.
        const call = (...args: string[]) =>
            spawnSync("sh", ["-c", launch, "keepalive", ...args], { input: stdin, encoding: "utf8" });

        it(`rejects invalid arguments with exit code 2, ${title}`, () => {
            const wrong: [args: string[], message: RegExp][] = [
                [[], /must be apply, restore or check/],
                [["check", "--owner", "o"], /check needs at least one setting/],
                [["apply", "--pattern", "*", "ServerAliveInterval 60"], /--owner is missing/],
                [["apply", "--owner"], /--owner needs a value/],
                [["apply", "--owner", "o", "--host", "a b"], /--host takes letters/],
                [["apply", "--owner", "a\nb", "--pattern", "*", "ServerAliveInterval 60"], /control character/],
                [["apply", "--owner", "o", "ServerAliveInterval 60"], /needs at least one pattern/],
                [["apply", "--owner", "o", "--pattern", "!a", "ServerAliveInterval 60"], /needs at least one pattern/],
                [["apply", "--owner", "o", "--pattern", "*"], /needs at least one setting/],
                [["restore", "--owner", "o", "--pattern", "*"], /takes no settings/],
            ];
            for (const [args, message] of wrong) {
                const { status, stdout, stderr } = call(...args);
                assert.deepEqual({ status, stdout }, { status: 2, stdout: "" }, stderr);
                assert.match(stderr, message);
            }
        });

        it(`rejects every pattern that ssh or a shell could misread, ${title}`, () => {
            for (const pattern of [
                "",
                "!",
                "-F",
                "!-o",
                "a b",
                "a\nb",
                "#",
                '"',
                "'",
                "$(a)",
                "`a`",
                "me@a",
                "!!a",
                "a!b",
                "[a]",
                "\\",
            ]) {
                const { status, stderr } = call("apply", "--owner", "o", "--pattern", pattern, "TCPKeepAlive yes");
                assert.equal(status, 2, `${JSON.stringify(pattern)}: ${stderr}`);
                assert.match(stderr, /is not a host pattern/);
            }
        });

        it(`accepts only its own three settings, ${title}`, () => {
            const settings = ["ProxyCommand x", "ServerAliveInterval 6 0", "ServerAliveInterval 1m", "ServerAliveInterval", "TCPKeepAlive on", "ServerAliveCountMax 3\nUser x", "serveraliveinterval 60"]; // prettier-ignore
            for (const setting of settings) {
                const { status, stderr } = call("apply", "--owner", "o", "--pattern", "*", setting);
                assert.equal(status, 2, setting);
                assert.match(stderr, /must be a whole number|not one that this program manages/);
            }
        });
    }

    it("is called by the command line of every host program", () => {
        const settings = ["--pattern", "!a*", "ServerAliveInterval 60"];
        assert.equal(
            commandLine("apply", { become: "none", owner: "it's", settings }),
            `sh -c '${launcher}' keepalive apply --pattern \\!'a*' 'ServerAliveInterval 60' --owner it\\'s`,
        );
    });
});
