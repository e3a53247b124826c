import assert from "node:assert/strict";
import { peers, usualPeers } from "../../../tools/bench/peers";
import { type Choice, defaultHosts, tasks } from "../../../tools/bench/tasks";

const all = peers.map(({ name }) => name);
const usual = usualPeers.map(({ name }) => name);

/** The measurements, one per line: hosts, peer and number of scenarios. */
function lines(choice: Partial<Choice>): string[] {
    const measured = tasks({ hosts: [16], peer: all, ansibleUpTo: 64, ...choice });
    return measured.map(({ hosts, peer, scenarios }) => `${hosts} ${peer.name} ${scenarios.length}`);
}

describe("the benchmark's tasks", () => {
    it("alternate between peers, with three rounds for few hosts and one of Ansible", () => {
        const round = ["16 plain ssh 3", "16 bare Command 3", "16 SshKeepalive 3"];
        assert.deepEqual(lines({ peer: usual }), [...round, "16 Ansible 3", ...round, ...round]);
    });

    it("have two rounds with 64 hosts, the last Ansible run without the scenario that adds nothing", () => {
        const round = ["64 plain ssh 3", "64 bare Command 3", "64 SshKeepalive 3"];
        assert.deepEqual(lines({ hosts: [64], peer: usual }), [
            ...round,
            "64 without checkpoints 3",
            ...round,
            "64 Ansible 2",
        ]);
    });

    it("obey the limit of hosts for Ansible, and have one round with many hosts", () => {
        const measured = lines({ hosts: [256], peer: all });
        assert.deepEqual(measured, [
            "256 plain ssh 3",
            "256 bare Command 3",
            "256 SshKeepalive 3",
            "256 with zstd 3",
            "256 without checkpoints 3",
        ]);
        assert.equal(lines({ hosts: [256], peer: all, ansibleUpTo: 256 }).at(-1), "256 Ansible 2");
    });

    it("are only those that were chosen", () => {
        assert.deepEqual(lines({ peer: ["Ansible"], hosts: [1, 16] }), ["1 Ansible 3", "16 Ansible 3"]);
        assert.deepEqual(lines({ peer: ["plain ssh"], rounds: 2 }), ["16 plain ssh 3", "16 plain ssh 3"]);
        assert.deepEqual(lines({ rounds: 0 }), []);
    });

    it("are for 16, 64 and 256 hosts and without the compressed state by default", () => {
        assert.deepEqual(defaultHosts, [16, 64, 256]);
        assert.ok(!usual.includes("with zstd") && usual.includes("without checkpoints"));
    });
});
