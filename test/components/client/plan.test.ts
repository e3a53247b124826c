import assert from "node:assert/strict";
import { clientPlanFor } from "../../../components/client/plan";

describe("The plan for clients", () => {
    it("has the patterns and settings as words, and the same as a block to paste", () => {
        const client = { tcpKeepAlive: true, serverAliveInterval: 60, serverAliveCountMax: 5 };
        assert.deepEqual(clientPlanFor({ patterns: ["*.corp", "!b.corp"], client }, "p/s/n"), {
            owner: "p/s/n",
            settings: [
                ...["--pattern", "*.corp", "--pattern", "!b.corp"],
                ...["TCPKeepAlive yes", "ServerAliveInterval 60", "ServerAliveCountMax 5"],
            ],
            sshConfig:
                "Host *.corp !b.corp\n    TCPKeepAlive yes\n    ServerAliveInterval 60\n    ServerAliveCountMax 5\n",
            networkPath: [],
            notes: [],
            repairDrift: false,
            takeOver: false,
        });
    });

    it("is for all hosts, and balanced, where nothing else is said", () => {
        const { settings } = clientPlanFor({}, "p/s/n");
        assert.deepEqual(settings.slice(0, 2), ["--pattern", "*"]);
        assert.ok(settings.includes("ServerAliveInterval 90"));
    });

    it("says why an interval is another one than the profile's, and only then", () => {
        const notes = (wanted: Parameters<typeof clientPlanFor>[0]) => clientPlanFor(wanted, "p/s/n").notes;
        assert.match(notes({ networkPath: ["60"] }).join(), /^serverAliveInterval \d+ is derived .* after 60 s\.$/);
        assert.match(notes({ profile: "patient", networkPath: ["60"] }).join(), /is derived/);
        assert.deepEqual(notes({ profile: "quick", networkPath: ["1800"] }), []);
        assert.deepEqual(notes({ networkPath: ["60"], client: { serverAliveInterval: 5 } }), []);
    });
});
