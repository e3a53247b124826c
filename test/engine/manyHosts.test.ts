import assert from "node:assert/strict";
import * as engine from "../support/engine";

describe("A stack of 64 hosts whose state is a file", () => {
    let workspace: engine.Workspace;
    before(async () => {
        workspace = await engine.makeWorkspace({ env: { PULUMI_DIY_BACKEND_ZSTD: "", PULUMI_SKIP_CHECKPOINTS: "" } });
    });

    it("gets one warning that names what saves time", async () => {
        engine.useProgram(
            workspace,
            `for (const part of [0, 1]) {
    const hosts = [...Array(40).keys()].map((host) => [\`h\${host}\`, { host: \`192.0.2.\${part * 40 + host}\`, password: "sesame" }]);
    new SshKeepalive(\`part\${part}\`, { hosts: Object.fromEntries(hosts), server: { clientAliveInterval: 120 } });
}`,
        );
        const { exitCode, output, events } = await workspace.preview();
        assert.equal(exitCode, 0, output);
        const details = engine.diagnostics(events, "info", "info#err").filter((text) => text.includes("docs/scale.md"));
        assert.equal(details.length, 1, output);
        assert.match(details[0] ?? "", /PULUMI_DIY_BACKEND_ZSTD=true and PULUMI_SKIP_CHECKPOINTS=true/);
    });
});
