import assert from "node:assert/strict";
import { readSshdConfig } from "../../../../policies/parsers/sshd/config";
import { unknownText } from "../../../../policies/parsers/unknown";

describe("reading an sshd_config", () => {
    const cases: [string, string, object][] = [
        ["takes the first value", "ClientAliveInterval 5\nClientAliveInterval 9", { clientAliveInterval: 5 }],
        ["takes keywords in any case", "CLIENTaliveCOUNTmax 4", { clientAliveCountMax: 4 }],
        [
            "takes an equals sign",
            "ClientAliveInterval = 5\nClientAliveCountMax=6",
            { clientAliveInterval: 5, clientAliveCountMax: 6 },
        ],
        [
            "takes quotes",
            `"ClientAliveInterval" '5'\nTCPKeepAlive "no"`,
            { clientAliveInterval: 5, tcpKeepAlive: false },
        ],
        ["takes times with units", "ClientAliveInterval 1h30m5", { clientAliveInterval: 5405 }],
        [
            "passes over comments",
            "# ClientAliveInterval 1\n  #ClientAliveInterval 2\nClientAliveInterval 3 # 4",
            { clientAliveInterval: 3 },
        ],
        ["ends the global part at a Match", "Match User x\nClientAliveInterval 1", {}],
        [
            "lets Match all override",
            "ClientAliveInterval 5\nMatch User x\nClientAliveInterval 6\nMatch all\nClientAliveInterval 7",
            { clientAliveInterval: 7 },
        ],
        ["knows the old name of TCPKeepAlive", "KeepAlive no", { tcpKeepAlive: false }],
        ["takes carriage returns at line ends", "ClientAliveInterval 5\r\n", { clientAliveInterval: 5 }],
        [
            "takes channel timeouts",
            "ChannelTimeout session:*=15m x11-connection=0",
            { channelTimeout: { "session:*": 900, "x11-connection": 0 } },
        ],
        [
            "takes none for a timeout",
            "ChannelTimeout none\nUnusedConnectionTimeout none",
            { channelTimeout: {}, unusedConnectionTimeout: 0 },
        ],
        [
            "lets a late none of UnusedConnectionTimeout win, as sshd does",
            "UnusedConnectionTimeout 5\nUnusedConnectionTimeout NONE",
            { unusedConnectionTimeout: 0 },
        ],
        ["passes over keywords that some version may have", "FutureKeyword 5\nPort 22", {}],
        ["takes a line up to a zero byte, as C does", "ClientAliveInterval 5\0 6", { clientAliveInterval: 5 }],
    ];
    for (const [what, text, expected] of cases) {
        it(what, () => {
            const reading = readSshdConfig(text);
            assert.deepEqual(reading.settings, expected);
            assert.equal(reading.refused, undefined);
            assert.equal(reading.complete, true);
        });
    }

    for (const text of [
        "ClientAliveInterval",
        "ClientAliveInterval never",
        "ClientAliveInterval 1 2",
        'ClientAliveInterval "5',
        "ClientAliveCountMax -1",
        "ClientAliveCountMax 5s",
        "TCPKeepAlive true",
        "ChannelTimeout session",
        "ClientAliveInterval: 5",
        "\uFEFFClientAliveInterval 5",
        "ClientAliveInterval\u00A05",
        "'ClientAliveInterval' 5",
        "Client-AliveInterval 5",
        "ClientAliveIntervals 5",
        "ServerAliveInterval 5",
        "Host *",
        "[sshd]\nPort 22",
        "; a comment of another format",
        "// x",
        "Match User x\nTCPKeepAlive no",
        "Match User x\nClientAliveInterval never",
    ]) {
        it(`makes nothing effective of ${JSON.stringify(text)}, which sshd refuses`, () => {
            const reading = readSshdConfig(`ClientAliveCountMax 9\n${text}\n`);
            assert.notEqual(reading.refused, undefined);
            assert.deepEqual([reading.settings, reading.complete], [{}, false]);
        });
    }

    it("leaves open what an Include may set", () => {
        const reading = readSshdConfig("Include /etc/ssh/sshd_config.d/*.conf\nClientAliveInterval 5");
        assert.deepEqual([reading.settings, reading.complete], [{ clientAliveInterval: 5 }, false]);
    });

    it("treats a value that contains unknown text as unknown, whatever a later line has", () => {
        const reading = readSshdConfig(
            `ClientAliveInterval ${unknownText}\nClientAliveInterval 5\nClientAliveCountMax 4`,
        );
        assert.deepEqual(reading.settings, { clientAliveCountMax: 4 });
        assert.deepEqual([...reading.unknown], ["clientAliveInterval"]);
    });

    it("reads the lines above and below a line that may be any number of lines", () => {
        const reading = readSshdConfig(`ClientAliveCountMax 4\n${unknownText}\nClientAliveInterval 5`);
        assert.deepEqual(
            [reading.settings, reading.complete],
            [{ clientAliveCountMax: 4, clientAliveInterval: 5 }, false],
        );
    });

    const included: [string, string, object][] = [
        [
            "in its place",
            "ClientAliveCountMax 9\nInclude /etc/ssh/sshd_config.d/*.conf\nClientAliveInterval 8",
            { clientAliveCountMax: 9, clientAliveInterval: 5 },
        ],
        ["by a relative pattern", "Include sshd_config.d/*.conf", { clientAliveInterval: 5, clientAliveCountMax: 7 }],
        ["inside a Match for some, where it is for some", "Match User x\nInclude /etc/ssh/sshd_config.d/*.conf", {}],
    ];
    for (const [what, text, expected] of included) {
        it(`reads an included file ${what}`, () => {
            const { settings } = readSshdConfig(text, (pattern) =>
                pattern.endsWith("sshd_config.d/*.conf") ? ["ClientAliveInterval 5\nClientAliveCountMax 7\n"] : [],
            );
            assert.deepEqual(settings, expected);
        });
    }

    it("reads a keyword that sshd may have after text that may not end its line", () => {
        assert.equal(readSshdConfig(`${unknownText}\n}\nClientAliveInterval 5`).refused, undefined);
        assert.notEqual(readSshdConfig(`${unknownText}\nClientAliveInterval: 5`).refused, undefined);
    });

    for (const others of [
        "Match User *,!root",
        "Match User !root,*",
        "Match Address *,!10.0.0.0/8",
        "Match Host ?*,!x",
    ]) {
        it(`applies ${others} to the others, and the lines above to those that it excludes`, () => {
            const { settings, exempted } = readSshdConfig(`ClientAliveInterval 90\n${others}\nClientAliveInterval 5`);
            assert.deepEqual([settings, exempted?.settings], [{ clientAliveInterval: 5 }, { clientAliveInterval: 90 }]);
        });
    }

    for (const some of ["Match User !root", "Match User *,!*", "Match User anna", "Match User * Group wheel"]) {
        it(`does not apply ${some} to everyone`, () => {
            const text = `ClientAliveInterval 90\n${some}\nClientAliveInterval 5`;
            assert.deepEqual(readSshdConfig(text).settings, { clientAliveInterval: 90 });
        });
    }

    for (const everybody of [
        "Match User *",
        "Match Address *",
        "Match Group * User *",
        "match host=*",
        "Match User a,*",
    ]) {
        it(`applies ${everybody} to everyone`, () => {
            const text = `ClientAliveInterval 90\n${everybody}\nClientAliveInterval 5`;
            assert.deepEqual(readSshdConfig(text).settings, { clientAliveInterval: 5 });
        });
    }
});
