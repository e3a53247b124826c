import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { simulateScript } from "../../../../../policies/parsers/shell/run";
import { hasUnknown } from "../../../../../policies/parsers/unknown";
import { temporaryFolder } from "../../../../support/temporaryFolder";

/** Scripts that may exit early. Each command that runs writes to FILE. */
const scripts: Readonly<Record<string, string>> = {
    "a failed command": "false; echo a >>FILE",
    "a failed command under set -e": "set -e; false; echo a >>FILE",
    "a failed test under set -e": "set -e; [ a = b ]; echo a >>FILE",
    "set -o errexit": "set -o errexit\nfalse\necho a >>FILE",
    "set -eu": "set -eu\nfalse\necho a >>FILE",
    "set +e": "set -e; set +e; false; echo a >>FILE",
    "a shell with -e": "sh -e -c 'false; echo a >>FILE'; echo b >>FILE",
    "a failure left of || and &&": "set -e; false || echo a >>FILE; false && echo b; echo c >>FILE",
    "the last command of a list with &&": "set -e; true && false; echo a >>FILE",
    conditions: "set -e; if false; then :; fi; while false; do :; done; until true; do :; done; echo a >>FILE",
    "a negation": "set -e; ! true; echo a >>FILE; ! false; echo b >>FILE",
    "a function": "set -e; f() { false; echo a >>FILE; }; echo b >>FILE; f; echo c >>FILE",
    "a function in a condition": "set -e; f() { false; echo a >>FILE; }; if f; then echo b >>FILE; fi; f || true",
    "a subshell": "set -e; (false; echo a >>FILE); echo b >>FILE",
    "a subshell in a condition": "set -e; (false; echo a >>FILE) || echo b >>FILE",
    "the last command of a pipeline": "set -e; false | true; echo a >>FILE; true | false; echo b >>FILE",
    "an assignment from a command that fails": "set -e; X=$(false); echo a >>FILE",
    "a command in the words of another": "set -e; echo $(false) >/dev/null; echo a >>FILE",
    "an exit in a loop": "for i in 1 2; do echo $i >>FILE; exit 1; done; echo a >>FILE",
    "a positional parameter that is missing, under set -u": 'set -u; set --; echo a >>FILE; echo "$1"; echo b >>FILE',
    "a default under set -u": 'set -u; echo "${1:-x}" >>FILE; echo "${NOPE-y}" >>FILE',
    "${1:?}": 'set --; echo a >>FILE; : "${1:?needed}"; echo b >>FILE',
    "a variable that is set, under set -u": 'set -u; A=1; echo "$A" >>FILE',
    "a text that is evaluated and exits": "eval 'exit 0'; echo a >>FILE",
    "a command that exec starts": "exec true; echo a >>FILE",
    "a trap at the end": "trap 'echo a >>FILE' EXIT; set -e; false; echo b >>FILE",
};

describe("a script that ends early", () => {
    const folder = temporaryFolder();

    /** What a real shell leaves in the file; undefined if nothing. */
    function left(shell: string, script: string): string | undefined {
        const file = path.join(folder, "file");
        fs.rmSync(file, { force: true });
        spawnSync(shell, ["-c", `: >${file}\n${script.replaceAll("FILE", file)}`], { stdio: "ignore" });
        return fs.readFileSync(file, "utf8");
    }

    for (const [title, script] of Object.entries(scripts)) {
        it(`is simulated as real shells run it: ${title}`, () => {
            const followed = simulateScript(`: >/f\n${script.replaceAll("FILE", "/f")}`, "").map((files) =>
                files.read("/f"),
            );
            for (const shell of ["sh", "bash"]) assert.deepEqual(followed, [left(shell, script)], shell);
        });
    }

    it("may end, or not, where that depends on the host: what follows is not known", () => {
        for (const script of ["set -e; grep -q x /etc/x; echo a >>/f", 'set -u; echo "$NOPE"; echo a >>/f']) {
            for (const files of simulateScript(`: >/f\n${script}`, "")) {
                const text = files.read("/f");
                assert.ok(text === "" || text === "a\n" || hasUnknown(text), JSON.stringify(text));
            }
        }
    });
});
