import assert from "node:assert/strict";
import { type ClientPlan, clientPlanFor, type RequestedClient } from "../../../components/client/plan";
import { resolveSettings } from "../../../core/resolve";

function planOf({ patterns, ...settings }: RequestedClient): ClientPlan {
    return clientPlanFor({ patterns, ...settings }, resolveSettings(settings), "p/s/n");
}

describe("The plan for clients", () => {
    it("has patterns and settings as words, and the same as a block to paste", () => {
        const client = { tcpKeepAlive: true, serverAliveInterval: 60, serverAliveCountMax: 5 };
        assert.deepEqual(planOf({ patterns: ["*.corp", "!b.corp"], client }), {
            owner: "p/s/n",
            settings: [
                "--pattern",
                "*.corp",
                "--pattern",
                "!b.corp",
                "TCPKeepAlive yes",
                "ServerAliveInterval 60",
                "ServerAliveCountMax 5",
            ],
            sshConfig:
                "Host *.corp !b.corp\n    TCPKeepAlive yes\n    ServerAliveInterval 60\n    ServerAliveCountMax 5\n",
            networkPath: [],
            notes: [],
            repairDrift: false,
            takeOver: false,
        });
    });

    it("applies the balanced profile to all hosts by default", () => {
        const { settings } = planOf({});
        assert.deepEqual(settings.slice(0, 2), ["--pattern", "*"]);
        assert.ok(settings.includes("ServerAliveInterval 90"));
    });

    it("explains why an interval differs from the profile's, and only then", () => {
        const notes = (wanted: Parameters<typeof planOf>[0]) => planOf(wanted).notes;
        assert.match(notes({ networkPath: ["60"] }).join(), /^serverAliveInterval \d+ is derived .* after 60 s\.$/);
        assert.match(notes({ profile: "patient", networkPath: ["60"] }).join(), /is derived/);
        assert.deepEqual(notes({ profile: "quick", networkPath: ["1800"] }), []);
        assert.deepEqual(notes({ networkPath: ["60"], client: { serverAliveInterval: 5 } }), []);
    });
});
