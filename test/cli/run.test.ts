import assert from "node:assert/strict";
import { hops } from "../../core/hops";
import { profiles } from "../../core/profiles";
import { runCli } from "./runCli";

describe("the command line", () => {
    it("shows help with examples and exit codes, and calls that success", async () => {
        const help = await runCli("--help");
        assert.equal(help.code, 0);
        assert.match(help.out, /Exit codes:\n {2}0 {2}/);
        const explain = await runCli("explain", "--help");
        assert.equal(explain.code, 0);
        assert.match(explain.out, /Examples:[^]*explain --interval 120 --count 30 --openssh 9\.2/);
    });

    it("shows its version", async () => {
        const { code, out } = await runCli("--version");
        assert.equal(code, 0);
        assert.match(out, /^\d+\.\d+\.\d+\n$/);
    });

    const misunderstood: [args: string[], complaint: RegExp][] = [
        [[], /Usage:/],
        [["explian"], /Did you mean explain/],
        [["explain", "--intervall", "3"], /Did you mean --interval/],
        [["explain", "--interval"], /argument missing/],
        [["explain", "--interval", "soon"], /whole seconds, or a time such as 15m/],
        [["explain", "--count", "3.5"], /whole number/],
        [["explain", "--tcp-keepalive", "maybe"], /yes or no/],
        [["explain", "--openssh", "new"], /is not an OpenSSH version/],
        [["explain", "--path", "gcp-vpc,,350"], /without empty ones/],
        [["explain", "--channel-timeout", "session"], /type=seconds/],
        [["explain", "--host", "-oProxyCommand=touch x"], /Expected host/],
        [["explain", "--host", "web1;id"], /Expected host/],
        [["explain", "--host", "web1", "--interval", "60"], /cannot be used with option '--interval/],
        [["explain", "stray"], /too many arguments/],
    ];
    for (const [args, complaint] of misunderstood) {
        it(`rejects ${JSON.stringify(args)} with exit code 2 and a hint`, async () => {
            const { code, out, err } = await runCli(...args);
            assert.equal(code, 2);
            assert.equal(out, "");
            assert.match(err, complaint);
        });
    }
});

describe("the tables on the command line", () => {
    it("list every hop with its idle timeout", async () => {
        const { code, out } = await runCli("hops");
        assert.equal(code, 0);
        for (const { name, idleTimeout } of hops) assert.match(out, new RegExp(`^${name} +${idleTimeout} `, "m"));
    });

    it("list every profile, with a line and a source for each value", async () => {
        const { code, out } = await runCli("profiles");
        assert.equal(code, 0);
        for (const { name, sources } of profiles) {
            const block = out.split("\n\n").find((text) => text.startsWith(`${name}: `)) ?? "";
            assert.equal(block.trim().split("\n").length, 1 + Object.keys(sources).length, name);
        }
        assert.match(out, /^ {2}ClientAliveInterval 90 {2,}\S/m);
    });

    it("print JSON with --json", async () => {
        assert.deepEqual(JSON.parse((await runCli("hops", "--json")).out), JSON.parse(JSON.stringify(hops)));
        assert.deepEqual(JSON.parse((await runCli("profiles", "--json")).out), JSON.parse(JSON.stringify(profiles)));
    });
});
