import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { multipart, type Part } from "../../../../components/aws/userData/multipart";

/** Parses a message with Python's email package, as cloud-init does: the type and content of each leaf. */
const reader = `
import email, json, sys
print(json.dumps([[[part.get_content_type(), part.get_payload(decode=True).decode("utf8")]
    for part in email.message_from_string(text).walk() if not part.is_multipart()] for text in json.load(sys.stdin)]))`;

function leaves(messages: readonly string[]): string[][][] {
    const input = JSON.stringify(messages);
    return JSON.parse(execFileSync("python3", ["-c", reader], { input, encoding: "utf8" })) as string[][][];
}

describe("the MIME multipart of user data", () => {
    it("is parsed by Python's email package, hence by cloud-init, into the original parts with any content", () => {
        const line = fc.oneof(
            fc.string({ unit: "grapheme", maxLength: 40 }),
            fc.constantFrom("From here", ".", "--", "=3D", "x".repeat(2000), " trailing ", "\ttab", "--=-Part_1"),
        );
        const text = fc.array(line, { maxLength: 6 }).map((lines) => `#!/bin/sh\n${lines.join("\n")}\n`);
        const samples = fc.sample(fc.array(text, { minLength: 1, maxLength: 3 }), { numRuns: 200 });
        const plain = samples.map((texts) => texts.map((each) => each.replaceAll(/[\r\0]/g, "")));
        const messages = plain.map((texts) => multipart(texts.map(scriptPart)));
        const expected = plain.map((texts) => texts.map((each) => ["text/x-shellscript", each]));
        assert.deepEqual(leaves(messages), expected);
    });

    it("includes a message of its own kind unchanged, even twice", () => {
        const inner = multipart([
            scriptPart("#!/bin/sh\necho ä\n"),
            { type: "text/cloud-config", text: "#cloud-config\n" },
        ]);
        const outer = multipart([scriptPart("#!/bin/sh\n: 1\n"), { type: "multipart", text: inner }]);
        const outmost = multipart([{ type: "multipart", text: outer }, scriptPart("#!/bin/sh\n: 2\n")]);
        assert.deepEqual(leaves([outmost])[0], [
            ["text/x-shellscript", "#!/bin/sh\n: 1\n"],
            ["text/x-shellscript", "#!/bin/sh\necho ä\n"],
            ["text/cloud-config", "#cloud-config\n"],
            ["text/x-shellscript", "#!/bin/sh\n: 2\n"],
        ]);
    });
});

function scriptPart(text: string): Part {
    return { text, type: "text/x-shellscript" };
}
