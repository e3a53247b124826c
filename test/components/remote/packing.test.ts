import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { gunzipSync, gzipSync } from "node:zlib";
import { launcher, packedProgram, plainProgram } from "../../../components/remote/packing";
import { programs, wholeText, withoutComments } from "../../../components/shell/programs";
import { minified } from "../../../tools/packing/minified";
import { visit } from "../../../tools/packing/names";
import { parse } from "../../../tools/packing/syntax";

const source = wholeText("server");
const names = ["server", "userData", "client"] as const;

/** Packs a test's shell program. */
function pack(text: string): string {
    const [forOtherShells, unpacking] = packedProgram("server").split("\n");
    return `${forOtherShells}\n${unpacking}\n#${gzipSync(text).toString("base64")}\n`;
}

/** Returns the text of each here-document in a program, before expansions. */
function hereTexts(program: string): string[] {
    const texts: string[] = [];
    visit(parse(program), (node) => {
        if (node.type !== "HereDoc") return;
        const { text = "", parts = [] } = node.body ?? {};
        const literals = parts.filter((part) => part.type === "Literal").map((part) => part.text);
        texts.push(parts.length > 0 ? literals.join("\0") : text);
    });
    return texts;
}

interface Ended {
    stdout: string;
    stderr: string;
    status: number | null;
}

/** Runs a program from standard input, as a host does. */
function run(stdin: string, ...args: string[]): Ended {
    return spawnSync("sh", ["-c", launcher, "keepalive", ...args], { input: stdin, encoding: "utf8" });
}

describe("the packed host program", () => {
    for (const name of names) {
        it(`unpacks, by the tools that a host has, to the minified program: ${name}`, () => {
            const input = packedProgram(name).split("\n")[2]?.slice(1) ?? "";
            const unpacked = execFileSync("sh", ["-c", "base64 -d | gzip -dc"], { input, encoding: "utf8" });
            assert.equal(unpacked, minified(wholeText(name)));
            assert.equal(gunzipSync(Buffer.from(input, "base64")).toString(), unpacked);
        });
    }

    it("exists for each program", () => assert.deepEqual(Object.keys(programs), names));

    it("is a shell program before and after unpacking", () => {
        for (const program of [packedProgram("server"), minified(source), withoutComments(source), source])
            for (const shell of ["sh", "bash"]) execFileSync(shell, ["-n"], { input: program });
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

    it("keeps every line of its source's here-documents, in which an empty line may count", () => {
        for (const name of names) {
            const [before, after] = [wholeText(name), withoutComments(wholeText(name))].map(hereTexts);
            assert.ok(before !== undefined && before.length > 0, name);
            assert.deepEqual(after, before, name);
        }
    });

    it("takes at most 15 KB before base64, since the state holds it twice for each host", () => {
        const bytes = Buffer.from(packedProgram("server").split("\n")[2] ?? "", "base64").length;
        assert.ok(bytes <= 15 * 1024, `${bytes} bytes`);
    });

    it("fails with one message in any shell if the command that unpacks it is missing", () => {
        for (const shell of ["sh", "bash"]) {
            const { stdout, status } = spawnSync(shell, { input: packedProgram("server"), encoding: "utf8" });
            assert.equal(status, 97);
            assert.match(stdout, /^pulumi-ssh-keepalive: a start-up file .* another shell .* never ran\n$/);
        }
    });

    it("fails if it does not arrive, packed or not", () => {
        for (const stdin of ["", "\n", "Last login: today\n"]) {
            const { stdout, stderr, status } = run(stdin, "restore");
            assert.equal(stdout, "");
            assert.notEqual(status, 0);
            assert.match(stderr, /^keepalive: .*no program arrived\n$/);
        }
    });

    it("fails if it returns before its end", () => {
        assert.equal(run(pack("echo half")).status, 97);
        assert.equal(run("#\n# echo half\n").status, 97);
        assert.equal(run(plainProgram("client"), "apply").status, 2);
    });

    it("runs with the arguments of the command line", () => {
        const { stdout, status } = run(pack('printf "<%s>" "$@"\nexit 7\n'), "apply", "--owner", "a b", "'$x");
        assert.equal(stdout, "<apply><--owner><a b><'$x>");
        assert.equal(status, 7);
    });

    it("does not start if it arrives truncated", () => {
        const whole = pack(`echo begun\n${"echo more\n".repeat(200)}exit\n`);
        for (let length = 0; length < whole.length; length += Math.ceil(whole.length / 20)) {
            const { stdout, status } = run(whole.slice(0, length));
            assert.equal(stdout, "", `cut after ${length} characters`);
            assert.notEqual(status, 0, `cut after ${length} characters`);
        }
        assert.match(run(whole).stdout, /^begun\nmore/);
    });

    it("rejects invalid arguments with exit code 2", () => {
        const { status, stderr } = run(packedProgram("server"), "explode", "--owner", "x");
        assert.equal(status, 2);
        assert.match(stderr, /must be apply, restore or check/);
    });
});
