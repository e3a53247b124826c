import assert from "node:assert/strict";
import fc from "fast-check";
import { parseReport } from "../../../components/server/report";
import { plainReport } from "../../support/mocks";

describe("a host's report", () => {
    it("is found among what a login shell prints, before and after", () => {
        const report = parseReport(plainReport);
        assert.equal(report.unit, "ssh.service");
        assert.deepEqual(
            parseReport(`{ motd }\n\nWelcome {you}\n  ${plainReport}\t\r\nlogout\n{logout}\n{"level":"info"}\n`),
            report,
        );
    });

    it("is found whatever stands around it, also in JSON, and on the line of a report of an earlier version", () => {
        const report = parseReport(plainReport);
        const others = [
            '{"verb":"x"}',
            '{"verb":"apply"}',
            '{"verb":"check","changed":true}',
            '{"verb":"get","objectRef":{"verb":"apply"}}',
            plainReport.replace('"drift":[]', '"drift":7'),
            plainReport.slice(0, -20),
            `{"verb":"apply",${"[".repeat(60_000)}`,
            "\0\u0007\ufffd",
            "x".repeat(3_000_000),
        ];
        for (const other of others) {
            for (const stdout of [`${other}\n${plainReport}\n`, `${plainReport}\r\n${other}`])
                assert.deepEqual(parseReport(stdout), report, stdout.slice(0, 100));
        }
        for (const prompt of ["$ ", "\u001b]0;title\u0007", "50%\r100%\r", "{", "{}"])
            assert.deepEqual(parseReport(`${prompt}${plainReport}\n`), report);
    });

    it("is that of the very command, whatever other reports there are", () => {
        const other = plainReport.replace("ssh.service", "sshd");
        const of = (id: string, text = plainReport): string => text.replace(",", `,"id":"${id}",`);
        for (const stdout of [`${of("2", other)}\n${of("1")}`, `${of("1")}\n${of("2", other)}\n${other}`])
            assert.equal(parseReport(stdout, [], ["1", "3"]).unit, "ssh.service");
        for (const stdout of [plainReport, of("2"), plainReport.replace(",", ',"id":1,')])
            assert.throws(() => parseReport(stdout, [], ["1"]), /report is missing; only that of another command is/);
        assert.equal(parseReport(`{"verb":"apply","id":"2", ${of("1")}`, [], ["1"]).unit, "ssh.service");
        const [wrong, right] = [of("1").replace('"drift":[]', '"drift":7'), of("1")];
        assert.equal(parseReport(`${right}\n${wrong}`, [], ["1"]).unit, "ssh.service");
        assert.throws(() => parseReport(`${plainReport}\n${wrong}`, [], ["1"]), /no valid "drift"/);
    });

    it("is read in no time, whatever a host prints", () => {
        const begun = '{"verb":"apply",';
        for (const stdout of [
            begun.repeat(500_000),
            `${begun}\n`.repeat(200_000),
            `${begun}${"}".repeat(1_000_000)}`,
        ]) {
            const before = process.cpuUsage().user;
            assert.throws(() => parseReport(stdout), /report is missing/);
            assert.ok(process.cpuUsage().user - before < 5_000_000);
        }
    });

    it("is the last one, if there are several", () => {
        const other = plainReport.replace("ssh.service", "sshd");
        assert.equal(parseReport(`${other}\n${plainReport}\n`).unit, "ssh.service");
    });

    it("is found after any other lines", () => {
        fc.assert(
            fc.property(fc.array(fc.string()), (lines) => {
                const noise = lines.join("\n");
                assert.equal(parseReport(`${noise}\n${plainReport}`).placement, "drop-in");
            }),
        );
    });

    it("is reported as missing if no line is one, with the output received instead", () => {
        for (const stdout of ["", "This account is not available.", '["no", "object"]', "{ half"]) {
            assert.throws(() => parseReport(stdout), {
                message: `the host program's report is missing; it printed ${stdout === "" ? "nothing" : JSON.stringify(stdout)}`,
            });
        }
        assert.throws(
            () => parseReport("x".repeat(5000)),
            ({ message }: Error) => message.length < 300,
        );
    });

    it("carries the values, the drift and the warnings over as they are", () => {
        const drift = [{ key: "ClientAliveInterval", wanted: "120", found: "0", by: "/etc/ssh/sshd_config:3" }];
        const hostReport = { ...(JSON.parse(plainReport) as object), drift, warnings: ["beware"], changed: true };
        const { drift: read, warnings, changed, effective, previous } = parseReport(JSON.stringify(hostReport));
        assert.deepEqual(
            { drift: read, warnings, changed, effective, previous },
            {
                drift,
                warnings: ["beware"],
                changed: true,
                effective: { ClientAliveInterval: "120", ClientAliveCountMax: "3" },
                previous: { ClientAliveInterval: "0" },
            },
        );
    });

    it("explains the effective values for the host's own version", () => {
        const unresponsive = (openssh: string): unknown => {
            const hostReport = { ...(JSON.parse(plainReport) as object), openssh };
            return parseReport(JSON.stringify(hostReport)).timing;
        };
        // OpenSSH 9.2 waits two intervals between probes.
        assert.notDeepEqual(unresponsive("OpenSSH_9.2p1"), unresponsive("OpenSSH_10.0p2"));
    });

    it("reads every kind of value as sshd prints it", () => {
        const effective = {
            TCPKeepAlive: "no",
            ClientAliveInterval: "60",
            ClientAliveCountMax: "2",
            ChannelTimeout: "session:*=900 x11-connection=60",
            UnusedConnectionTimeout: "none",
            "net.ipv4.tcp_keepalive_time": "300",
        };
        const hostReport = { ...(JSON.parse(plainReport) as object), effective, openssh: "", tcpRetries2: null };
        const report = parseReport(JSON.stringify(hostReport));
        assert.equal(report.openssh, "");
        assert.deepEqual(report.effective, effective);
        assert.ok(report.timing !== undefined && report.summary !== "");
    });

    it("is made printable, since a host may be hostile", () => {
        const escape = "\u001b]0;owned\u0007\u001b[31m\u202e";
        const values = { [`Client${escape}AliveInterval`]: `1${escape}` };
        const drift = [{ key: `k${escape}`, wanted: `w${escape}`, found: `f${escape}`, by: `b${escape}` }];
        const hostile = {
            ...(JSON.parse(plainReport) as object),
            unit: `u${escape}`,
            openssh: `o${escape}`,
            placement: `p${escape}`,
            warnings: [`w${escape}`],
            effective: values,
            previous: values,
            drift,
            more: escape,
        };
        const report = JSON.stringify(parseReport(JSON.stringify(hostile)));
        assert.doesNotMatch(report, /\\u001b|\\u0007|\u202e|owned|\[31m/u);
        assert.throws(
            () => parseReport(`${escape}no report`),
            ({ message }: Error) => !/\p{C}/u.test(message),
        );
    });

    it("is rejected for an invalid field, by the field's name", () => {
        const wrong: readonly (readonly [string, unknown])[] = [
            ["changed", "yes"],
            ["warnings", "one"],
            ["warnings", [1]],
            ["drift", null],
            ["drift", [{ key: "x" }]],
            ["effective", ["x"]],
            ["previous", { x: 1 }],
            ["openssh", undefined],
            ["tcpRetries2", "15"],
            ["tcpRetries2", 1e300],
            ["tcpRetries2", 3.7],
            ["warnings", ["x".repeat(5000)]],
            ["drift", Array.from({ length: 1001 }, () => ({ key: "a", wanted: "b", found: "c", by: "" }))],
        ];
        for (const [name, value] of wrong) {
            const printed = JSON.stringify({ ...(JSON.parse(plainReport) as object), [name]: value });
            assert.throws(() => parseReport(printed), new RegExp(`report has no valid "${name}"`, "u"));
        }
        assert.throws(() => parseReport("{no JSON}"), /report is missing/u);
    });
});
