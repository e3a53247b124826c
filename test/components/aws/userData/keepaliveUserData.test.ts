import assert from "node:assert/strict";
import { gunzipSync, gzipSync } from "node:zlib";
import * as pulumi from "@pulumi/pulumi";
import { parse } from "letterparser";
import { type KeepaliveSettings, keepaliveUserData, type UserDataOptions } from "../../../../components";
import { launcher, packedProgram } from "../../../../components/remote/packing";
import { partsOfMime } from "../../../../policies/parsers/cloudInit/mime";
import { promised, record } from "../../../support/mocks";

const settings: KeepaliveSettings = {
    server: { clientAliveInterval: 60, clientAliveCountMax: 3 },
    kernel: { time: 300 },
};

describe("keepaliveUserData", () => {
    beforeEach(() => record());

    it("is a boot hook that runs the host program once for each instance, with the settings as plain text", async () => {
        const [hook, ...others] = partsOfMime(await text(settings))!;
        assert.equal(hook?.type, "text/cloud-boothook");
        assert.deepEqual(others, []);
        const [first, second, line, ...program] = hook.text.split("\n");
        assert.deepEqual([first, second], ["#cloud-boothook", "#!/bin/sh"]);
        assert.equal(
            line,
            `cloud-init-per instance pulumi-ssh-keepalive sh -c '${launcher}' keepalive apply ` +
                "'ClientAliveInterval 60' 'ClientAliveCountMax 3' 'net.ipv4.tcp_keepalive_time = 300' --owner project/stack/user-data --take-over <<'PROGRAM'",
        );
        assert.equal(packed(program.join("\n")), packed(packedProgram("userData")));
    });

    it("names in its owner the component that manages the instance later", async () => {
        assert.match(await text(settings, { name: "keepalive" }), /--owner project\/stack\/keepalive /);
    });

    it("accepts profiles and network paths, and has the default profile, like the component", async () => {
        assert.match(hookOf(await text({})), / 'ClientAliveInterval \d+' /);
        const derived = await text({ profile: "stig", networkPath: ["60"] });
        assert.match(hookOf(derived), / 'ClientAliveInterval \d\d?' /);
        assert.match(hookOf(derived), / 'ClientAliveCountMax 1'/);
    });

    for (const format of ["cloud-init", "shell"]) {
        it(`comes as base64 of gzip in the format ${format}, and is too large for EC2 in any other form`, async () => {
            for (const encoding of ["base64", "text"]) {
                await assert.rejects(
                    render(settings, { encoding, format }),
                    /nothing that depends on them was touched\.\n.*makes \d{5} bytes .* EC2 takes 16384; set encoding to "gzip"/,
                );
            }
            const gzip = Buffer.from(await render(settings, { format }), "base64");
            assert.ok(gzip.length < 16_000, `${gzip.length} bytes`);
            assert.match(gunzipSync(gzip).toString(), /^(MIME-Version: 1.0|#!\/bin\/sh)$/m);
        });
    }

    describe("given the user data in use", () => {
        const userData = "#!/bin/sh\necho own\n";
        const options = { name: "keepalive", userData };
        /** User data as rendered by an earlier version of this package: only the host program differs. */
        async function earlier(given: UserDataOptions = options): Promise<string> {
            const now = await text(settings, given);
            const program = packedProgram("userData")
                .split("\n")
                .find((line) => line.length > 1000)!
                .slice(1, 61);
            assert.ok(now.includes(program), "found the program");
            return Buffer.from(gzipSync(now.replace(program, program.split("").reverse().join("")))).toString("base64");
        }

        it("outputs the earlier user data again if only the host program would change", async () => {
            const previous = await earlier();
            assert.notEqual(previous, await render(settings, options));
            assert.equal(await render(settings, { ...options, previous }), previous);
            const later = pulumi.output(previous);
            assert.equal(await render(settings, { ...options, previous: later }), previous);
        });

        it("outputs an earlier plain script again as well", async () => {
            const previous = await earlier({ format: "shell" });
            assert.equal(await render(settings, { format: "shell", previous }), previous);
        });

        it("does not mistake a change of the user's own part for one of the program", async () => {
            const own = (hex: string): UserDataOptions => ({ userData: `#!/bin/sh\ntoken=${hex.repeat(32)}\n` });
            const previous = await earlier(own("a"));
            assert.equal(await render(settings, { ...own("a"), previous }), previous);
            assert.equal(await render(settings, { ...own("b"), previous }), await render(settings, own("b")));
        });

        for (const [what, wanted, change] of [
            ["a setting", { ...settings, kernel: { time: 301 } }, {}],
            ["the name", settings, { name: "other" }],
            ["the user's own part", settings, { userData: "#!/bin/sh\necho other\n" }],
            ["the format", settings, { format: "shell", userData: undefined as never }],
        ] as const) {
            it(`renders it again where ${what} changes`, async () => {
                const previous = await earlier();
                const rendered = await render(wanted, { ...options, ...change, previous });
                assert.equal(rendered, await render(wanted, { ...options, ...change }));
                assert.notEqual(rendered, previous);
            });
        }

        for (const previous of [undefined, "", "nothing", "H4sIAAAA", "#!/bin/sh\n"]) {
            it(`renders where that is ${JSON.stringify(previous)}`, async () => {
                assert.equal(await render(settings, { previous }), await render(settings));
            });
        }
    });

    it("is the same on every call, since a changed text would replace the instance", async () => {
        assert.equal(await render(settings), await render(settings));
    });

    it("leaves the user more than 600 bytes of EC2's limit, before compression", async () => {
        const own = Buffer.from(Array.from({ length: 460 }, (_, index) => (index * 7919 * index) % 251)).toString(
            "base64",
        );
        const both = await render(settings, { userData: `#!/bin/sh\n: ${own}\n` });
        assert.ok(Buffer.from(both, "base64").length < 16_384);
    });

    it("is a plain script in the format shell", async () => {
        const script = await text(settings, { format: "shell" });
        assert.match(
            script,
            /^#!\/bin\/sh\nsh -c .* keepalive apply 'ClientAlive.* --owner project\/stack\/user-data --take-over <</,
        );
        assert.equal(packed(script), packed(packedProgram("userData")));
    });

    it("awaits settings and user data that come from other resources", async () => {
        const later = await text(
            { server: pulumi.output({ clientAliveInterval: 77 }) },
            { userData: pulumi.output("#!/bin/sh\necho later\n") },
        );
        const parts = partsOfMime(later)!;
        assert.match(parts[0]!.text, /'ClientAliveInterval 77'/);
        assert.equal(parts[1]!.text, "#!/bin/sh\necho later\n");
    });

    it("is a secret if a part of it is, and only then", async () => {
        assert.equal(await pulumi.isSecret(keepaliveUserData(settings)), false);
        const userData = pulumi.secret("#!/bin/sh\n: hush\n");
        assert.equal(await pulumi.isSecret(keepaliveUserData(settings, { userData })), true);
    });

    it("contains only the settings, the owner and the host program", async () => {
        const parsed = parse(await text(settings));
        assert.deepEqual(Object.keys(parsed.headers).sort(), ["Content-Type", "Mime-Version"]);
    });
});

function render(wanted: KeepaliveSettings, options: UserDataOptions = {}): Promise<string> {
    return promised(keepaliveUserData(wanted, options));
}

/** Returns the user data as cloud-init sees it after decompression. */
async function text(wanted: KeepaliveSettings, options: UserDataOptions = {}): Promise<string> {
    return gunzipSync(Buffer.from(await render(wanted, options), "base64")).toString();
}

/** Returns the boot hook in a rendered text. */
function hookOf(userData: string): string {
    return partsOfMime(userData)![0]!.text;
}

/** Returns the packed program in a script, with its lines joined. */
function packed(script: string): string {
    return [...script.matchAll(/^#([A-Za-z0-9+/=]{10,})$/gm)].map(([, base64]) => base64).join("");
}
