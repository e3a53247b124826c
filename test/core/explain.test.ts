import assert from "node:assert/strict";
import { type Explanation, explain, type ExplainConditions } from "../../core/explain/explanation";
import { profiles } from "../../core/profiles";
import type { RequestedSettings } from "../../core/resolve";

function explained(wanted: RequestedSettings, conditions: ExplainConditions = {}): Explanation {
    const explanation = explain(wanted, conditions);
    assert.ok("answer" in explanation, JSON.stringify(explanation));
    return explanation;
}

describe("the answer", () => {
    it("states whether an idle session survives the path, and which hop drops it", () => {
        const idle = (server: RequestedSettings["server"], networkPath: string[], openssh?: string) =>
            explained({ server, networkPath }, { openssh }).answer;
        const kept = idle({ clientAliveInterval: 100 }, ["aws-nat-gateway", "1800"], "10.0");
        assert.equal(kept.ok, true);
        assert.match(
            kept.idle,
            /^An idle session survives this path: a packet crosses it every 100 s, and AWS NAT gateway waits 350 s/,
        );
        assert.deepEqual(kept.todo, []);
        const lost = idle({ clientAliveInterval: 180 }, ["aws-nat-gateway", "azure-load-balancer"], "9.2");
        assert.equal(lost.ok, false);
        assert.match(lost.idle, /does not survive this path: Azure Load Balancer drops the connection after 240 s/);
        const onSome = idle({ clientAliveInterval: 180 }, ["aws-nat-gateway"]);
        assert.equal(onSome.ok, false);
        assert.match(onSome.idle, /survives this path, but not on OpenSSH 9\.2 to 9\.4/);
    });

    it("states when a dead session ends, and when on 9.2 to 9.4 if the version is not known", () => {
        const dead = (wanted: RequestedSettings, openssh?: string) => explained(wanted, { openssh }).answer.dead;
        assert.equal(dead({ profile: "quick" }, "10.0"), "A dead session ends after 80 s.");
        assert.match(dead({ profile: "quick" }), /after 80 s; on OpenSSH 9\.2 to 9\.4, after 160 s/);
        assert.match(dead({ server: { tcpKeepAlive: true } }, "10.0"), /after 7875 s .* and never if the peer hangs/);
        const off = explained({ server: { tcpKeepAlive: false, clientAliveInterval: 0 } });
        assert.match(off.answer.dead, /never ends/);
        assert.equal(off.answer.ok, false);
    });

    it("does not report an interval as a problem if the client's probes keep the path open", () => {
        const wanted = {
            server: { clientAliveInterval: 180 },
            client: { serverAliveInterval: 60 },
            networkPath: ["240"],
        };
        const { answer, problems } = explained(wanted, { openssh: "9.2" });
        assert.deepEqual([answer.ok, problems, answer.todo], [true, [], []]);
    });

    it("has a remedy for every problem", () => {
        const cases: [RequestedSettings, ExplainConditions][] = [
            [{ profile: "stig" }, { openssh: "7.9" }],
            [{ profile: "balanced" }, { openssh: "rhel-8", rekeyInterval: 3600 }],
            [{ profile: "pci" }, { openssh: "8.4" }],
            [{ server: { tcpKeepAlive: false, clientAliveInterval: 0 } }, {}],
            [{ profile: "cis", networkPath: ["60"], server: { clientAliveInterval: 200 } }, {}],
        ];
        for (const [wanted, conditions] of cases) {
            const { answer } = explained(wanted, conditions);
            assert.equal(answer.ok, false);
            assert.ok(answer.todo.length > 0, JSON.stringify(wanted));
        }
    });
});

describe("where a setting comes from", () => {
    it("is given for each, with the hop for derived ones", () => {
        const { origins, settings } = explained({
            server: { clientAliveInterval: 120 },
            networkPath: ["aws-nat-gateway"],
        });
        assert.equal(origins["server.clientAliveInterval"], "given");
        assert.match(origins["client.serverAliveInterval"] ?? "", /derived from the path: AWS NAT gateway .* 350 s/);
        assert.equal(origins["client.serverAliveCountMax"], "OpenSSH's default");
        assert.equal(settings.client.serverAliveInterval, 157);
        const follows = explained({ profile: "cis" });
        assert.equal(follows.origins["server.clientAliveInterval"], "profile cis");
        assert.equal(follows.origins["client.serverAliveInterval"], "the same as the server's");
        assert.equal(explained({}).origins["kernel.time"], "profile balanced, the default");
        for (const { name } of profiles) {
            const { settings: all, origins: of } = explained({ profile: name, networkPath: ["350"] });
            const paths = Object.entries(all).flatMap(([group, values]) =>
                Object.keys(values as object).map((key) => `${group}.${key}`),
            );
            assert.deepEqual(Object.keys(of).sort(), paths.sort());
        }
    });
});

describe("the files to paste", () => {
    const idle = { channelTimeout: { "session:*": 900, global: 1800 }, unusedConnectionTimeout: 900 };

    it("have only directives that the version supports, and name those left out", () => {
        const of = (openssh: string) => explained({ server: idle }, { openssh }).files.sshdConfig;
        assert.equal(of("8.4").text, "");
        assert.match(
            of("8.4").notes.join(),
            /ChannelTimeout is left out: OpenSSH 8\.4 does not know it.*UnusedConnectionTimeout is left out/,
        );
        assert.equal(of("9.2").text, "ChannelTimeout session:*=900\nUnusedConnectionTimeout 900\n");
        assert.match(of("9.2").notes.join(), /type global is left out: OpenSSH 9\.2 ignores it/);
        assert.equal(of("9.7").text, "ChannelTimeout global=1800 session:*=900\nUnusedConnectionTimeout 900\n");
        assert.match(explained({ server: idle }).files.sshdConfig.notes.join(), /OpenSSH 9\.7 or later is needed/);
    });

    it("are for the main file if the version has no Include, and contain nothing that sshd -t rejects", () => {
        for (const [openssh, place, reload] of [
            ["rhel-7", /sshd_config, at its top/, "systemctl reload sshd"],
            ["8.1", /sshd_config, at its top/, "systemctl reload ssh ||"],
            ["ubuntu-24.04", /00-keepalive\.conf/, "systemctl reload ssh"],
            ["amazon-linux-2023", /00-keepalive\.conf/, "systemctl reload sshd"],
            ["alpine-3.22", /00-keepalive\.conf/, "rc-service sshd reload"],
            [undefined, /00-keepalive\.conf/, "systemctl reload ssh ||"],
        ] as const) {
            const { commands, ...file } = explained({ profile: "balanced" }, { openssh }).files.sshdConfig;
            assert.match(file.place, place);
            assert.ok(commands[0]?.startsWith("sudo sshd -t && ") && commands[0].includes(reload), commands[0]);
        }
        const all = JSON.stringify(explained({ profile: "pci" }).files);
        assert.doesNotMatch(all.replace(/sshd -t && [^"]*/g, ""), /reload|restart/);
    });

    it("are withheld if they would end healthy sessions", () => {
        const { files } = explained({ profile: "stig" }, { openssh: "debian-10" });
        assert.equal(files.sshdConfig.text, "");
        assert.match(files.sshdConfig.notes.join(), /nothing to paste: these settings end healthy sessions/);
    });

    it("name any PuTTY session, and state if Windows cannot have that name", () => {
        const of = (puttySession: string) => explained({ profile: "quick" }, { puttySession }).files;
        assert.match(of("my server").puttyReg.text, /Sessions\\my%20server\]/);
        assert.match(of("my server").puttySession.place, /~\/\.putty\/sessions\/my%20server /);
        assert.equal(of("本番").puttyReg.text, "");
        assert.match(of("本番").puttyReg.notes.join(), /code page/);
        assert.match(of("本番").puttySession.text, /PingIntervalSecs=20/);
    });
});
