import assert from "node:assert/strict";
import { parseHostKey } from "../../../../components/inputs/connection/hostKey";
import { keyText } from "../../../support/keys";

const [ed25519, ecdsa, rsa] = ["ed25519", "ecdsa", "rsa"].map((type) =>
    keyText(`${type}.pub`).split(" ").slice(0, 2).join(" "),
) as [string, string, string];

const other = edited(ed25519, (bytes) => bytes.fill(7, bytes.length - 1));

/** Returns a key with other bytes. */
function edited(key: string, edit: (bytes: Buffer) => Buffer): string {
    const [type, base64 = ""] = key.split(" ");
    return `${type} ${edit(Buffer.from(base64, "base64")).toString("base64")}`;
}

/** Returns a key with one bit flipped, or with an extra byte. */
function damaged(key: string, at: number, bit = 0): string {
    return edited(key, (bytes) => {
        if (at < 0) return Buffer.concat([bytes, Buffer.alloc(1)]);
        bytes.writeUInt8((bytes[at] ?? 0) ^ bit, at);
        return bytes;
    });
}

describe("A host's key", () => {
    const right: [what: string, text: string, key: string][] = [
        ["type and key alone", ed25519, ed25519],
        ["a public key file", `${ed25519} root@web1\n`, ed25519],
        ["a line of known_hosts", `web1,203.0.113.10 ${ecdsa}`, ecdsa],
        ["a line of known_hosts with a port", `[203.0.113.10]:2222 ${ed25519}`, ed25519],
        [
            "a hashed line of known_hosts",
            `|1|F1E1KeoE/eEWhi10WpGv4OdiO6Y=|3988QV0VE8wmZL7suNrYQLITLCg= ${ed25519}`,
            ed25519,
        ],
        ["a line of ssh-keyscan", `# web1:22 SSH-2.0-OpenSSH_9.2p1\nweb1 ${ed25519}\n`, ed25519],
        ["all lines of ssh-keyscan", `# x\r\nweb1 ${rsa}\r\nweb1 ${ecdsa}\r\nweb1 ${ed25519}\r\n`, ed25519],
        ["RSA and ECDSA lines", `web1 ${rsa}\nweb1 ${ecdsa}\n`, ecdsa],
        ["an authorized-keys line with options", `no-pty,from="192.0.2.*" ${rsa} comment`, rsa],
        ["a line for a host that is named like a type", `ssh-gateway ${ed25519}`, ed25519],
        ["a line for ecdsa-box.example.com", `ecdsa-box.example.com,192.0.2.1 ${ecdsa}`, ecdsa],
        ["a file with a byte order mark", `\ufeff${ed25519}\n`, ed25519],
        ["the same line twice", `web1 ${ed25519}\n192.0.2.1 ${ed25519}\n`, ed25519],
        ["lines of which another key is revoked", `@revoked web1 ${ecdsa}\nweb1 ${ed25519}\n`, ed25519],
        ["tabs and blanks", `  web1\t${ed25519.replace(" ", "\t")}  `, ed25519],
    ];
    for (const [what, text, key] of right) {
        it(`is found in ${what}`, () => {
            const [type] = key.split(" ");
            assert.deepEqual(parseHostKey(text), { type, text: key });
        });
    }

    const wrong: [what: string, text: unknown, says: RegExp][] = [
        ["a fingerprint", "SHA256:uNiVztksCsDhcc0u9e8BrrJXDYDLhjS", /fingerprint/],
        ["an MD5 fingerprint", "16:27:ac:a5:76:28:2d:36:63:1b:56:4d:eb:df:a6:48", /fingerprint/],
        ["a truncated key", ed25519.slice(0, 50), /truncated or damaged/],
        ["a key with more behind it", `${ed25519}AAAA`, /truncated or damaged/],
        ["a key with padding that it does not need", `${ed25519}====`, /truncated or damaged/],
        ["several hosts' lines", `web1 ${ed25519}\nweb2 ${other}\n`, /2 different ssh-ed25519 keys.*ssh-keygen -F/],
        ["a line that another one revokes", `web1 ${ed25519}\n@revoked web1 ${ed25519}\n`, /revokes the very key/],
        ["a key with a field of another length", damaged(ed25519, 18, 1), /damaged/],
        ["a point that is not on the curve", damaged(ecdsa, 60, 1), /damaged/],
        ["an RSA key with more behind it", damaged(rsa, -1), /damaged/],
        ["a key in quotes", `"${ed25519}"`, /not a public key/],
        ["a key of another type than it says", ed25519.replace("ssh-ed25519", "ssh-rsa"), /damaged/],
        ["a certificate", "ssh-ed25519-cert-v01@openssh.com AAAAIHNzaC1lZDI1NTE5", /certificate/],
        ["a certificate authority", `@cert-authority *.example.com ${ed25519}`, /certificate authority/],
        ["a revoked key", `@revoked web1 ${ed25519}`, /revokes/],
        ["DSA", "ssh-dss AAAAB3NzaC1kc3M", /not a host key type/],
        ["a security key", "sk-ssh-ed25519@openssh.com AAAA", /not a host key type/],
        ["a private key", keyText("ed25519-openssh"), /private key/],
        ["nothing", "", /not a public key/],
        ["a name", "web1", /not a public key/],
        ["the type alone", "ssh-ed25519", /not a public key/],
        ["a number", 7, /not a public key/],
    ];
    for (const [what, text, says] of wrong) {
        it(`is not found in ${what}`, () => {
            const reason = parseHostKey(text);
            assert.equal(typeof reason, "string");
            assert.match(reason as string, says);
        });
    }
});
