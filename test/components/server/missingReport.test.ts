import assert from "node:assert/strict";
import { SshKeepalive } from "../../../components";
import { publicKey } from "../../support/keys";
import { plainReport, promised, record } from "../../support/mocks";

const pinned = { host: "192.0.2.1", hostKey: publicKey };
const server = { clientAliveInterval: 120, clientAliveCountMax: 3 };

describe("SshKeepalive", () => {
    describe("if a host does not print a report", () => {
        const hosts = { web1: pinned, web2: { ...pinned, host: "192.0.2.2" } };
        const wrong: Record<string, [stdout: string, reason: RegExp]> = {
            "another text": ["This account is not available.\n", /report is missing; it printed "This account/],
            nothing: ["", /report is missing; it printed nothing/],
            "a field of the wrong type": [plainReport.replace('"drift":[]', '"drift":7'), /"drift" .*received 7/],
            null: [plainReport.replace(/"effective":\{[^}]*\}/, '"effective":null'), /"effective" .*received null/],
            "a cursor on the move": ["\u001b[2J\u001b]0;title\u0007\u009b5mgone", /it printed "gone"/],
            "more than any report is": [`{"verb":"${"x".repeat(100_000)}"}`, /report is missing/],
        };
        for (const [title, [stdout, reason]] of Object.entries(wrong)) {
            it(`names the host, and continues with the others: ${title}`, async () => {
                const recording = await record({ stdout: (name) => (name === "edge-web1" ? stdout : plainReport) });
                const keepalive = new SshKeepalive("edge", { hosts, server });
                assert.deepEqual(Object.keys(await promised(keepalive.reports)), ["web2"]);
                assert.deepEqual(Object.keys(await promised(keepalive.summary)), ["web2"]);
                assert.equal(process.exitCode, 32);
                process.exitCode = undefined;
                const [error, ...others] = recording.logs;
                assert.deepEqual([error?.severity, others], ["error", []]);
                assert.match(error?.message ?? "", /^web1: the host program's /);
                assert.match(error?.message ?? "", reason);
                assert.match(error?.message ?? "", /pulumi up --replace 'urn:.*edge-web1'$/);
                assert.ok((error?.message.length ?? 0) < 900, error?.message);
            });
        }
    });
});
