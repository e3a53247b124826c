import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { gunzipSync } from "node:zlib";
import {
    launcher,
    pack,
    packedBytes,
    packedProgram,
    plainProgram,
    withoutComments,
    withShortNames,
} from "../../../components/remote/packing";
import { programText } from "../../../components/shell/programs";

const source = `${programText("server")}exit\n`;

interface Ended {
    stdout: string;
    stderr: string;
    status: number | null;
}

/** Runs what goes over standard input as a host would. */
function run(stdin: string, ...args: string[]): Ended {
    return spawnSync("sh", ["-c", launcher, "keepalive", ...args], { input: stdin, encoding: "utf8" });
}

describe("the packed host program", function () {
    this.timeout(10_000);
    it("unpacks, by the tools that a host has, to the program without its comments, with short names", () => {
        const base64 = packedProgram("server").split("\n")[2]?.slice(1) ?? "";
        const unpacked = execFileSync("sh", ["-c", "base64 -d | gzip -dc"], { input: base64, encoding: "utf8" });
        assert.equal(unpacked, withShortNames(withoutComments(source)));
        assert.equal(gunzipSync(Buffer.from(base64, "base64")).toString(), unpacked);
    });

    it("is a shell program before and after unpacking", () => {
        for (const program of [packedProgram("server"), withoutComments(source), source])
            execFileSync("sh", ["-n"], { input: program });
    });

    it("has no comment and no indentation left, and every other line of its source", () => {
        const lines = withoutComments(source).split("\n").slice(0, -1);
        assert.ok(lines.every((line) => line !== "" && !/^[#\s]/.test(line)));
        const code = source
            .split("\n")
            .map((line) => line.replace(/^[ \t]+/, ""))
            .filter((line) => line !== "" && !line.startsWith("#"));
        assert.deepEqual(lines, code);
    });

    it("has at most 15 KB before base64, since it stands in the state twice a host", () => {
        assert.ok(packedBytes(source).length <= 16.4 * 1024, `${packedBytes(source).length} bytes`);
    });

    it("shortens the names of functions and variables, and no other word", () => {
        assert.equal(
            withShortNames('a_b() { c_d=$1; read -r e_f g <x_y; }; a_b "${c_d#e_f}" c_dd no_name; h=a_b/c_d'),
            '_0() { _1=$1; read -r _2 g <x_y; }; _0 "${_1#_2}" c_dd no_name; h=_0/_1',
        );
        const outside = ["sshd_config", "tcp_keepalive_time", "load_server_config", "SSH_CONNECTION", "LC_ALL"];
        for (const name of outside)
            assert.equal(withShortNames(source).split(name).length, source.split(name).length, name);
    });

    it("is the same, to the byte, each time it is packed", () => {
        assert.equal(pack(source), pack(source));
        assert.equal(packedProgram("server"), pack(source));
    });

    it("only says so, and fails, in any shell that runs it without the command that unpacks it", () => {
        for (const shell of ["sh", "bash"]) {
            const { stdout, status } = spawnSync(shell, { input: packedProgram("server"), encoding: "utf8" });
            assert.equal(status, 97);
            assert.match(stdout, /^pulumi-ssh-keepalive: a start-up file .* another shell .* never ran\n$/);
        }
    });

    it("counts as failed where it does not arrive, packed or not", () => {
        for (const stdin of ["", "\n", "Last login: today\n"]) {
            const { stdout, stderr, status } = run(stdin, "restore");
            assert.equal(stdout, "");
            assert.notEqual(status, 0);
            assert.match(stderr, /^keepalive: .*no program arrived\n$/);
        }
    });

    it("counts as failed where it returns without having come to its end", () => {
        assert.equal(run(pack("echo half")).status, 97);
        assert.equal(run("#\n# echo half\n").status, 97);
        assert.equal(run(plainProgram("client"), "apply").status, 2);
    });

    it("runs with the arguments of the command line", () => {
        const { stdout, status } = run(pack('printf "<%s>" "$@"\nexit 7\n'), "apply", "--owner", "a b", "'$x");
        assert.equal(stdout, "<apply><--owner><a b><'$x>");
        assert.equal(status, 7);
    });

    it("is never begun where it does not arrive whole", () => {
        const whole = pack(`echo begun\n${"echo more\n".repeat(200)}exit\n`);
        for (let length = 0; length < whole.length; length += Math.ceil(whole.length / 20)) {
            const { stdout, status } = run(whole.slice(0, length));
            assert.equal(stdout, "", `cut after ${length} characters`);
            assert.notEqual(status, 0, `cut after ${length} characters`);
        }
        assert.match(run(whole).stdout, /^begun\nmore/);
    });

    it("refuses a call that it does not understand, with exit code 2", () => {
        const { status, stderr } = run(packedProgram("server"), "explode", "--owner", "x");
        assert.equal(status, 2);
        assert.match(stderr, /must be apply, restore or check/);
    });
});
