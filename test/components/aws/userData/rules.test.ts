import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { type KeepaliveSettings, keepaliveUserData, type UserDataOptions } from "../../../../components";
import { promised, record } from "../../../support/mocks";

const settings: KeepaliveSettings = {
    server: { clientAliveInterval: 60, clientAliveCountMax: 3 },
    kernel: { time: 300 },
};

describe("what keepaliveUserData rejects", () => {
    beforeEach(() => record());

    it("all problems at once, before anything is created", () => {
        const wrong = {
            profile: "stigg",
            server: { clientAliveInterval: 1.5 },
            name: "",
            userData: "echo hello",
            format: "cloud-int",
        };
        assert.throws(
            () => keepaliveUserData(wrong, { encoding: "zip" }),
            (error: pulumi.InputPropertiesError) => {
                assert.equal(
                    error.message.split("\n")[0],
                    "keepaliveUserData: the inputs have 6 problems; nothing was touched.",
                );
                for (const part of [
                    /format: "cloud-int".*did you mean "cloud-init"/,
                    /name: ""/,
                    /userData: does not begin with anything that cloud-init recognises/,
                    /encoding: "zip".*did you mean "gzip"/,
                    /profile: "stigg"/,
                    /server.clientAliveInterval: 1.5/,
                ])
                    assert.match(error.message, part);
                return true;
            },
        );
    });

    it("options that do not exist", () => {
        assert.throws(
            () => keepaliveUserData(settings, { userdata: "#!" } as UserDataOptions),
            /userdata: there is no such property; did you mean "userData"\?/,
        );
    });

    it("user data in the format shell, which cannot be merged", () => {
        assert.throws(
            () => keepaliveUserData(settings, { userData: "#!/bin/sh", format: "shell" }),
            /cannot be merged into the format "shell"/,
        );
    });

    it("user data that is base64 of something that is no user data", () => {
        const userData = Buffer.from([1, 2, 255, 254]).toString("base64");
        assert.throws(
            () => keepaliveUserData(settings, { userData }),
            /userData: does not begin with anything that cloud-init recognises/,
        );
    });

    it("invalid settings that become known later", async () => {
        const output = keepaliveUserData({ server: pulumi.output({ clientAliveInterval: -1 }) });
        await assert.rejects(promised(output), /server.clientAliveInterval: -1/);
    });

    it("more than EC2's limit, with both numbers and the remedy", async () => {
        const noise = Array.from({ length: 9000 }, (_, index) => ((index * index * 2654435761) % 94) + 33)
            .map((code) => String.fromCharCode(code))
            .join("");
        const userData = `#!/bin/sh\n: ${noise.replaceAll("'", "")}\n`;
        await assert.rejects(
            promised(keepaliveUserData(settings, { userData, encoding: "base64" })),
            /userData: makes \d{5} bytes .* EC2 takes 16384; set encoding to "gzip"/,
        );
        const larger = `#!/bin/sh\n: ${randomText(20_000)}\n`;
        await assert.rejects(
            promised(keepaliveUserData(settings, { userData: larger })),
            /shorten userData, for example/,
        );
    });
});

/** A text that gzip hardly compresses: each character comes from a linear congruential generator. */
function randomText(length: number): string {
    let state = 1;
    return Array.from({ length }, () => {
        state = (state * 48_271) % 2_147_483_647;
        return String.fromCharCode(97 + (state % 26));
    }).join("");
}
