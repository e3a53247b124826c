import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { parse } from "yaml";
import { temporaryFolder } from "../../support/temporaryFolder";
import { prepareRoot } from "../../support/testbed/roots";
import { rulesRejecting } from "./verdict";

interface Entry {
    name: string;
    encoded: { as: "base64" | "gzip"; text: string };
    findings: string[];
    reported?: boolean;
}

const root = join(__dirname, "..", "..", "..");
const entries = parse(readFileSync(join(root, "test", "corpus", "policies", "userData.yaml"), "utf8")) as Entry[];

/** Runs in its own namespaces: copies the cases in $2 to a copy of the root in $1, and runs them all there. */
const runner = `
mount -t tmpfs none "$3" && mkdir "$3/upper" "$3/work" "$3/root"
mount -t overlay none -o "lowerdir=$1,upperdir=$3/upper,workdir=$3/work" "$3/root"
mount -t proc none "$3/root/proc"
mount --rbind /dev "$3/root/dev"
cp -r "$2" "$3/root/cases"
exec chroot "$3/root" /usr/bin/python3 -W ignore /cases/cloudInit.py
`;

describe("the corpus of user data, when cloud-init handles it", () => {
    const folder = temporaryFolder();
    let outputs: Map<string, string>;

    before(async () => {
        const { tree } = await prepareRoot("bookworm", ["cloud-init"]);
        const cases = join(folder, "cases");
        mkdirSync(cases);
        mkdirSync(join(folder, "space"));
        cpSync(join(root, "test", "support", "policies", "cloudInit.py"), join(cases, "cloudInit.py"));
        execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", join(cases, "key")]);
        entries.forEach(({ encoded: { as, text } }, i) =>
            writeFileSync(join(cases, String(i)), as === "gzip" ? gzipSync(text) : text),
        );
        const args = ["--mount", "--net", "--pid", "--fork", "--kill-child", "sh", "-euc", runner];
        const output = execFileSync("unshare", [...args, "sh", tree, cases, join(folder, "space")], {
            encoding: "utf8",
            maxBuffer: 1e9,
        });
        const sections = output.split(/^== /m).slice(1);
        outputs = new Map(sections.map((section) => [section.slice(0, section.indexOf("\n")), section]));
    });

    for (const [i, { name, findings, reported = false }] of entries.entries()) {
        it(`gives the verdict of the corpus on ${name}`, async () => {
            const found = await rulesRejecting(outputs.get(String(i)) ?? "");
            assert.deepEqual(
                findings.filter((each) => !found.includes(each)),
                [],
                outputs.get(String(i)),
            );
            // The pack accepts only settings that are sound, or reports the text as not fully read.
            if (findings.length === 0 && !reported) assert.deepEqual(found, [], outputs.get(String(i)));
        });
    }
});
