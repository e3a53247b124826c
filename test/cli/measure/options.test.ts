import assert from "node:assert/strict";
import { jumpHosts, sshArguments } from "../../../cli/measure/ssh/options";
import { parseEffective } from "../../../core/parse/effective";

describe("the ssh of a measurement", () => {
    const call = (settings: string, platform: NodeJS.Platform = "linux") =>
        sshArguments({ host: "web1", settings: parseEffective(settings), mayPrompt: false, platform });
    const optionsOf = (args: readonly string[]) => args.filter((_, index) => args[index - 1] === "-o");

    it("opens a connection of its own, on which it sends nothing", () => {
        const args = call("");
        for (const option of [
            "ControlMaster=no",
            "ControlPath=none",
            "ServerAliveInterval=0",
            "TCPKeepAlive=no",
            "RekeyLimit=default none",
            "ClearAllForwardings=yes",
            "BatchMode=yes",
        ])
            assert.ok(optionsOf(args).includes(option), option);

        assert.deepEqual(args.slice(-4), ["--", "web1", "sh", "-s"]);
    });

    it("sets what only later versions know where ssh -G shows it, in either spelling", () => {
        assert.ok(!optionsOf(call("hostname web1")).some((option) => /SessionType|RemoteCommand/.test(option)));
        const options = optionsOf(call("SessionType none\nremotecommand tmux\nStdinNull yes"));
        for (const option of ["SessionType=default", "RemoteCommand=none", "StdinNull=no"])
            assert.ok(options.includes(option), option);
    });

    it("goes through the user's jump hosts, silently on each leg", () => {
        const settings = "proxyjump ops@first:2222,[2001:db8::1]";
        assert.deepEqual(jumpHosts(parseEffective(settings)), ["ops@first:2222", "[2001:db8::1]"]);
        const command = optionsOf(call(settings)).find((option) => option.startsWith("ProxyCommand=")) ?? "";
        assert.match(command, /^ProxyCommand=ssh -v -x -a .*-W '\[%h\]:%p' -- '?2001:db8::1'?$/);
        assert.match(command, /'ProxyCommand=ssh .*-l ops -p 2222 -W '\\''\[%%h\]:%%p'\\'' -- first'/);
        assert.equal(command.match(/ServerAliveInterval=0/g)?.length, 2);
        assert.equal(command.match(/ControlPath=none/g)?.length, 2);
        assert.equal(command.match(/BatchMode=yes/g)?.length, 2);
    });

    it("leaves the jump hosts to ssh where no POSIX shell would run the command", () => {
        assert.ok(!optionsOf(call("proxyjump first", "win32")).some((option) => option.startsWith("Proxy")));
    });
});
