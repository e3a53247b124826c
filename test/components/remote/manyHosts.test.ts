import assert from "node:assert/strict";
import { SshKeepalive } from "../../../components";
import { allUrns, record } from "../../support/mocks";

const switches = ["PULUMI_DIY_BACKEND_ZSTD", "PULUMI_SKIP_CHECKPOINTS"];

/** Returns the note about the switches for components with that many hosts. */
async function details(counts: readonly number[], organization?: string): Promise<string[]> {
    const recording = await record(organization === undefined ? {} : { organization });
    const components = counts.map((count, at) => {
        const each = [...Array(count).keys()].map((host) => [`h${host}`, { host: `10.0.${at}.${host}` }] as const);
        return new SshKeepalive(`c${at}`, { hosts: Object.fromEntries(each), server: { clientAliveInterval: 120 } });
    });
    await Promise.all(components.map(allUrns));
    const texts = recording.logs.filter(({ severity }) => severity === "info").map(({ message }) => message);
    return texts.filter((text) => text.includes("docs/scale.md"));
}

describe("Many hosts", () => {
    const before = switches.map((name) => process.env[name]);
    beforeEach(() => switches.forEach((name) => delete process.env[name]));
    after(() =>
        switches.forEach((name, at) => {
            if (before[at] === undefined) delete process.env[name];
            else process.env[name] = before[at];
        }),
    );

    it("are warned about once, from 64 hosts on, across all components of a run", async () => {
        assert.deepEqual(await details([63]), []);
        for (const counts of [[64], [32, 32], [130]]) {
            const [text = "", ...more] = await details(counts);
            assert.match(
                text,
                /PULUMI_DIY_BACKEND_ZSTD=true and PULUMI_SKIP_CHECKPOINTS=true .*\(512 hosts .* 43 s, not 278 s\)/,
            );
            assert.deepEqual(more, []);
        }
    });

    it("are counted per run, even if one process runs the program twice", async () => {
        assert.deepEqual([...(await details([40])), ...(await details([40]))], []);
    });

    it("cause a warning that names only the switches not set yet", async () => {
        process.env["PULUMI_SKIP_CHECKPOINTS"] = "1";
        const [text = ""] = await details([64]);
        assert.match(text, /: PULUMI_DIY_BACKEND_ZSTD=true saves/);
        process.env["PULUMI_DIY_BACKEND_ZSTD"] = "true";
        assert.deepEqual(await details([64]), []);
    });

    it("cause no warning if the state is in Pulumi Cloud", async () => {
        assert.deepEqual(await details([64], "acme"), []);
    });
});
