import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { readSsmDocument, readUserData } from "../../../policies/parsers/read";
import { violations } from "../support";

const setting = "ClientAliveInterval 0";
const message = (parts: string[]): string =>
    `MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="B"\n\n${parts.map((part) => `--B\n${part}\n`).join("")}--B--\n`;
const many = (count: number, each: (i: number) => string): string[] => Array.from({ length: count }, (_, i) => each(i));
const template = "## template: jinja\n#cloud-config\n";

const texts: Record<string, string> = {
    "10,000 parts": message(many(10_000, () => "Content-Type: text/plain\n\nx")),
    "1,000 scripts": message(many(1_000, (i) => `Content-Type: text/x-shellscript\n\n#!/bin/sh\necho ${i}`)),
    "1,000 parts to merge": message(
        many(1_000, (i) => `Content-Type: text/cloud-config\n\nmerge_how: "list(append)+dict()"\nruncmd: [a${i}]`),
    ),
    "300 multiparts in each other": many(300, (i) => String(i)).reduce(
        (inner, i) =>
            `MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b${i}"\n\n--b${i}\n${inner}\n--b${i}--\n`,
        `Content-Type: text/plain\n\n${setting}`,
    ),
    "100,000 blanks": `${" ".repeat(100_000)}#cloud-config\n`,
    "a header with 33,000 lines": `MIME-Version: 1.0\nContent-Type: a\n${" x\n".repeat(33_000)}boundary`,
    "expressions without end": template + "{{- a -}}   ".repeat(8_000),
    "comments without end": template + "{# ".repeat(30_000),
    "raw blocks without end": template + "{%raw%}".repeat(14_000),
    "aliases of aliases": `#cloud-config\na: &a [x, x]\n${many(25, (i) => `k${i}: &k${i} [*${i === 0 ? "a" : `k${i - 1}`}, *a, *a]`).join("\n")}\n`,
    "50,000 brackets": `#cloud-config\n${"[".repeat(50_000)}`,
    "1,000 files": `#cloud-config\nwrite_files:\n${many(1_000, (i) => `- {path: /tmp/${i}, content: a}`).join("\n")}`,
    "1,500 scripts for each boot": `#cloud-config\nwrite_files:\n${many(1_500, (i) => `- {path: /var/lib/cloud/scripts/per-boot/${i}, permissions: "0755", content: "#!/bin/sh"}`).join("\n")}`,
};

describe("reading user data and documents that are made to take long", () => {
    for (const [what, text] of Object.entries(texts)) {
        it(`takes less than a second of processor time for ${what}`, () => {
            for (const read of [readUserData, readSsmDocument]) {
                const start = process.cpuUsage();
                read(`${text}\n# ${setting}\n`);
                const { user, system } = process.cpuUsage(start);
                assert.ok(user + system < 1e6, `${(user + system) / 1000} ms`);
            }
        });
    }

    it("does not unpack a gzip of 200 MB", async () => {
        const userDataBase64 = gzipSync(Buffer.alloc(200_000_000)).toString("base64");
        const start = process.cpuUsage();
        await violations("keepalive-enabled", { type: "aws:ec2/instance:Instance", props: { userDataBase64 } });
        const { user, system } = process.cpuUsage(start);
        assert.ok(user + system < 1e6, `${(user + system) / 1000} ms`);
    });
});
