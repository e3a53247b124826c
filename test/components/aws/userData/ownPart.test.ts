import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { ownPart } from "../../../../components/aws/userData/ownPart";

const kinds = {
    "#!/bin/bash\ntrue\n": "text/x-shellscript",
    "#cloud-config\npackages: [tmux]\n": "text/cloud-config",
    "#cloud-config-archive\n- content: x\n": "text/cloud-config-archive",
    "#cloud-boothook\n#!/bin/sh\ntrue\n": "text/cloud-boothook",
    "#include\nhttps://example.com/\n": "text/x-include-url",
    "#include-once\nhttps://example.com/\n": "text/x-include-once-url",
    "#part-handler\ndef list_types(): pass\n": "text/part-handler",
    "## template: jinja\n#cloud-config\n": "text/jinja2",
    "Content-Type: text/cloud-config\nMIME-Version: 1.0\n\n#cloud-config\n": "multipart",
    "From: nobody\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b--\n": "multipart",
};

describe("the user's own part of user data", () => {
    for (const [text, type] of Object.entries(kinds)) {
        it(`is recognized by its first line: ${text.split("\n")[0]}`, () => {
            assert.deepEqual(ownPart(text), { text, type });
        });
    }

    it("is unpacked from base64, and from gzip in base64", () => {
        const text = "#!/bin/sh\necho 'für alle'\n";
        const base64 = Buffer.from(text).toString("base64");
        for (const packed of [base64, base64.replace(/.{10}/g, "$&\n"), gzipSync(text).toString("base64")])
            assert.deepEqual(ownPart(packed), { text, type: "text/x-shellscript" });
    });

    for (const text of ["", "true\n", " #!/bin/sh\n", "<powershell>\n", Buffer.from("true\n").toString("base64")]) {
        it(`is rejected if cloud-init would ignore it: ${JSON.stringify(text)}`, () => {
            assert.match(
                (ownPart(text) as { reason: string }).reason,
                /does not begin with anything that cloud-init recognises/,
            );
        });
    }

    it("is rejected if its gzip is corrupt", () => {
        const broken = gzipSync("#!/bin/sh\n".repeat(99)).subarray(0, 20).toString("base64");
        assert.match((ownPart(broken) as { reason: string }).reason, /a gzip that cannot be unpacked/);
    });
});
