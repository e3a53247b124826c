import assert from "node:assert/strict";
import { validateSettings } from "../../../core/validate";
import { only } from "./only";

describe("validating values together", () => {
    it("rejects a count with interval 0, and advises to omit one of them", () => {
        const problem = only({ server: { clientAliveInterval: 0, clientAliveCountMax: 3 } });
        assert.equal(problem.propertyPath, "server.clientAliveCountMax");
        assert.match(problem.reason, /^3 has no effect.*leave the count out, or give an interval above 0/);
    });

    it("rejects settings under which nothing detects a dead peer, and explains how to disable sshd's probes", () => {
        const problem = only({ server: { clientAliveInterval: 0, tcpKeepAlive: false } });
        assert.equal(problem.propertyPath, "server.clientAliveInterval");
        assert.match(problem.reason, /nothing detects a dead peer.*set tcpKeepAlive true/);
    });

    it("rejects that also if the profile provides one of them", () => {
        assert.equal(
            only({ profile: "lynis", server: { clientAliveInterval: 0 } }).propertyPath,
            "server.clientAliveInterval",
        );
    });

    it("lets the probes be disabled alone, even over a profile", () => {
        assert.deepEqual(validateSettings({ server: { clientAliveInterval: 0, tcpKeepAlive: true } }).problems, []);
        assert.deepEqual(validateSettings({ profile: "balanced", server: { clientAliveInterval: 0 } }).problems, []);
    });

    it("rejects an interval that is too long for the path only on OpenSSH 9.2 to 9.4, with a value that works", () => {
        const { propertyPath, reason } = only({
            networkPath: ["aws-nat-gateway", "1800"],
            server: { clientAliveInterval: 180 },
        });
        assert.equal(propertyPath, "server.clientAliveInterval");
        assert.match(reason, /^180 lets aws-nat-gateway \(idle timeout 350 s\) drop/);
        assert.match(reason, /OpenSSH 9\.2 to 9\.4 would probe every 360 s; give 157 or less/);
    });

    it("rejects an interval that is too long on every version", () => {
        const { reason } = only({ networkPath: ["240"], server: { clientAliveInterval: 240 } });
        assert.match(reason, /every OpenSSH version would probe every 240 s; give 108 or less/);
    });

    it("accepts an interval that is just short enough on every version", () => {
        assert.deepEqual(validateSettings({ networkPath: ["240"], server: { clientAliveInterval: 119 } }).problems, []);
        assert.equal(
            validateSettings({ networkPath: ["240"], server: { clientAliveInterval: 120 } }).problems.length,
            1,
        );
    });

    it("rejects kernel probes that are too late for the path if nothing else is sent", () => {
        const off = { clientAliveInterval: 0 };
        const early = { networkPath: ["aws-nat-gateway"], server: off, kernel: { time: 349 } };
        assert.deepEqual(validateSettings(early).problems, []);
        const late = only({ networkPath: ["aws-nat-gateway"], server: off, kernel: { time: 350 } });
        assert.equal(late.propertyPath, "kernel.time");
        assert.match(late.reason, /kernel\.time of 350 s.*clientAliveInterval 157.*below 350/);
        const unset = only({ networkPath: ["aws-nat-gateway"], server: off });
        assert.equal(unset.propertyPath, "server.clientAliveInterval");
        assert.match(unset.reason, /tcp_keepalive_time of 7200 s/);
    });

    it("rejects TCP keepalive alone for a load balancer that ignores it", () => {
        const { reason } = only({
            networkPath: ["aws-classic-load-balancer"],
            server: { clientAliveInterval: 0 },
            kernel: { time: 30 },
        });
        assert.match(reason, /does not reset the clock of aws-classic-load-balancer.*clientAliveInterval 22/);
    });

    it("accepts late kernel probes if sshd probes often enough", () => {
        const input = { networkPath: ["aws-nat-gateway"], server: { clientAliveInterval: 90 }, kernel: { time: 7200 } };
        assert.deepEqual(validateSettings(input).problems, []);
    });

    it("rejects a client's interval that is too long for the path, and a client's count with interval 0", () => {
        const late = only({ networkPath: ["350"], client: { serverAliveInterval: 350 } });
        assert.equal(late.propertyPath, "client.serverAliveInterval");
        assert.deepEqual(validateSettings({ networkPath: ["350"], client: { serverAliveInterval: 349 } }).problems, []);
        const count = only({ client: { serverAliveInterval: 0, serverAliveCountMax: 3 } });
        assert.equal(count.propertyPath, "client.serverAliveCountMax");
    });

    it("reports no contradiction while one of the values is invalid by itself", () => {
        const problems = validateSettings({
            networkPath: ["aws-nat-gateway"],
            server: { clientAliveInterval: 0 },
            kernel: { time: "60" },
        }).problems;
        assert.deepEqual(
            problems.map(({ propertyPath }) => propertyPath),
            ["kernel.time"],
        );
    });
});
