import assert from "node:assert/strict";
import { later, privateKeyFault } from "../../../../components/inputs/connection/privateKey";
import { encryptedKey, keyText, passphrase, privateKey } from "../../../support/keys";

/**
 * How golang.org/x/crypto/ssh, the plugin's client, parsed each key: without a passphrase, with the right one, with a
 * wrong one.
 */
const measured: Readonly<Record<string, readonly [none: boolean, right: boolean, wrong: boolean]>> = {
    "ecdsa-pem": [true, false, false],
    "ecdsa-pem-encrypted": [false, true, false],
    "ecdsa-pkcs8": [true, false, false],
    "ecdsa-pkcs8-encrypted": [false, false, false],
    "ecdsa384-openssh": [true, false, false],
    "ed25519-openssh": [true, false, false],
    "ed25519-openssh-encrypted": [false, true, false],
    "ed25519-openssh-gcm": [false, false, false],
    "rsa-openssh": [true, false, false],
    "rsa-pem": [true, false, false],
};

const lines = privateKey.trimEnd().split("\n");

/** A PEM block that is not a private key. */
function block(label: string): string {
    return `-----BEGIN ${label}-----\nBggqhkjOPQMBBw==\n-----END ${label}-----\n`;
}

describe("A private key", () => {
    for (const [name, expected] of Object.entries(measured)) {
        it(`${name} is accepted just as the command plugin accepts it`, () => {
            const key = keyText(name);
            const accepted = [undefined, passphrase, "wrong"].map((word) => privateKeyFault(key, word) === undefined);
            assert.deepEqual(accepted, expected);
        });
    }

    const faulty: [what: string, key: unknown, says: RegExp][] = [
        ["a Buffer", Buffer.from(privateKey), /a Buffer.*readFileSync\(path, "utf8"\)/],
        ["a Buffer that went through an output", { ...Buffer.from(privateKey) }, /a Buffer/],
        ["a Buffer that went through JSON", JSON.parse(JSON.stringify(Buffer.from(privateKey))), /a Buffer/],
        ["an object", { key: privateKey }, /not a string/],
        ["a number", 7, /not a string/],
        ["literal line ends", privateKey.replaceAll("\n", "\\n"), /"\\n" as two characters.*replace/],
        ["indentation", privateKey.replaceAll(/^/gm, "    "), /indented/],
        ["indentation with tabs after the first line", lines.join("\n\t"), /indented/],
        ["blanks for line ends", lines.join(" "), /line breaks of this key were lost/],
        ["no line ends", lines.join(""), /line breaks of this key were lost/],
        ["no end", lines.slice(0, -2).join("\n"), /truncated/],
        ["a missing line", [...lines.slice(0, 2), ...lines.slice(3)].join("\n"), /damaged/],
        ["a wrong character", privateKey.replace("b3Bl", "b4Bl"), /damaged/],
        ["a byte order mark", `\ufeff${privateKey}`, /byte order mark.*without it/],
        ["quotes", `"${privateKey.trim()}"`, /in quotes.*remove/],
        ["a quote behind it", `${privateKey.trim()}'`, /in quotes.*remove/],
        ["a list of its lines", privateKey.split("\n"), /a list of lines.*join/],
        ["what a missing value looks like in a string", String(undefined), /a missing value/],
        ["UTF-16", Buffer.from(`\ufeff${privateKey}`, "utf16le").toString(), /UTF-16.*UTF-8/],
        ["no-break spaces", privateKey.replaceAll("\n", "\u00a0\n"), /no-break spaces/],
        [
            "a certificate before it",
            `${block("CERTIFICATE")}${keyText("ecdsa-pem")}`,
            /another block.*the first block only/,
        ],
        [
            "parameters before it",
            `${block("EC PARAMETERS")}${keyText("ecdsa-pem")}`,
            /another block.*the first block only/,
        ],
        ["another one on its last line", `${privateKey.trim()}${keyText("ecdsa-pem")}`, /another block begins/],
        ["a damaged one before it", `${privateKey.replace("b3Bl", "b4Bl")}${keyText("ecdsa-pem")}`, /damaged/],
        ["a public key", keyText("ed25519.pub"), /public key.*without \.pub/],
        ["a path", "~/.ssh/id_ed25519", /path of a key/],
        ["base64 of the file", Buffer.from(privateKey).toString("base64"), /in base64; decode/],
        ["PuTTY's format", "PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\n", /PuTTY.*puttygen/],
        ["nothing", " \n", /empty/],
        ["any text", "secret\nlines", /not the text of a private key/],
        ["encrypted PKCS#8", keyText("ecdsa-pkcs8-encrypted"), /ssh-keygen -p -f/],
        ["a cipher that the plugin lacks", keyText("ed25519-openssh-gcm"), /encrypted; give its passphrase/],
        ["encryption, without a passphrase", encryptedKey, /encrypted; give its passphrase as privateKeyPassword/],
    ];
    for (const [what, key, says] of faulty) {
        it(`with ${what} is refused, with the remedy and without a word of it`, () => {
            const fault = privateKeyFault(key);
            assert.equal(fault?.field, "privateKey");
            assert.match(fault.reason, says);
            for (const line of lines.slice(1, -1)) assert.ok(!fault.reason.includes(line.slice(0, 20)));
        });
    }

    it("is the first one of a text, as the command plugin takes it", () => {
        const pair = [keyText("ed25519.pub"), privateKey, keyText("ed25519.pub"), keyText("ecdsa-pem")];
        for (const key of [pair.join(""), pair.slice(1).join("\n"), `"\n${privateKey}"`, `# mine\n${privateKey}`])
            assert.equal(privateKeyFault(key), undefined);

        const lines = privateKey.trim().split("\n");
        const oneLine = [lines[0], lines.slice(1, -1).join(""), lines.at(-1)].join("\n");
        const headers = privateKey.replace("KEY-----\n", "KEY-----\nComment: mine\n\n");
        for (const key of [oneLine, headers]) assert.equal(privateKeyFault(key), undefined);
    });

    it("with another system's line ends, text around it, or no last line end is accepted", () => {
        for (const key of [privateKey.replaceAll("\n", "\r\n"), privateKey.trimEnd(), `\n${privateKey}\n\n`])
            assert.equal(privateKeyFault(key), undefined);
    });

    it("names the passphrase if that is wrong", () => {
        assert.equal(privateKeyFault(encryptedKey, "wrong")?.field, "privateKeyPassword");
        assert.match(privateKeyFault(encryptedKey, "wrong")?.reason ?? "", /does not open/);
        assert.match(privateKeyFault(privateKey, "any")?.reason ?? "", /not encrypted.*leave it out/);
        assert.match(
            privateKeyFault(keyText("ed25519-openssh-gcm"), passphrase)?.reason ?? "",
            /aes256-gcm.*aes256-ctr/,
        );
    });

    it("waits for a passphrase that resolves later", () => {
        assert.equal(privateKeyFault(encryptedKey, later), undefined);
        assert.equal(privateKeyFault(privateKey, later), undefined);
    });
});
