import assert from "node:assert/strict";
import { SshKeepalive } from "../../../components";
import { eventually, plainReport, record } from "../../support/mocks";

const server = { clientAliveInterval: 120 };

/** The report of a host with this previous and this current owner and mark. */
function report(former: string, latest: string): string {
    return JSON.stringify({ ...(JSON.parse(plainReport) as object), former, latest });
}

/** Returns the warnings about hosts with these reports: two of component "web" and one of component "db". */
async function details(reports: Record<string, string>): Promise<{ severity: string; message: string }[]> {
    const recording = await record({ stdout: (name) => reports[name] ?? plainReport });
    const [web, db] = [
        new SshKeepalive("web", { server, hosts: { a: { host: "one" }, b: { host: "two" } } }),
        new SshKeepalive("db", { server, hosts: { c: { host: "192.0.2.1" } } }),
    ];
    let done = 0;
    for (const { reports: all } of [web, db]) all.apply(() => (done += 1));
    await eventually(() => done === 2);
    return recording.logs.filter(({ message }) => message.includes("same machine"));
}

describe("A machine under two addresses", () => {
    const { exitCode } = process;
    afterEach(() => (process.exitCode = exitCode));

    it("is an error that names both hosts and their commands, in one component or in two", async () => {
        const [one] = await details({ "web-a": report("", "p/s/web, host a m1"), "web-b": report("p/s/web, host a m1", "p/s/web, host b m2") }); // prettier-ignore
        assert.equal(one?.severity, "error");
        assert.match(
            one?.message ?? "",
            /same machine as "(a|b)", .*--replace 'urn:[^']*web-[ab]' or 'urn:[^']*web-[ab]'/,
        );
        assert.equal(process.exitCode, 32);
        const [two] = await details({ "db-c": report("", "p/s/db, host c m1"), "web-a": report("p/s/db, host c m1", "p/s/web, host a m2") }); // prettier-ignore
        assert.match(two?.message ?? "", /"(a|c)" of SshKeepalive "(web|db)"/);
    });

    it("is not assumed if a host has moved, or its former name belongs to another machine now", async () => {
        assert.deepEqual(await details({ "web-a": report("p/s/web, host gone m1", "p/s/web, host a m2") }), []);
        assert.deepEqual(await details({ "web-a": report("p/s/web, host b m1", "p/s/web, host a m2"), "web-b": report("p/s/web, host a m0", "p/s/web, host b m3") }), []); // prettier-ignore
        assert.deepEqual(await details({ "web-a": report("p/s/web, host a m1", "p/s/web, host a m1") }), []);
        assert.deepEqual(await details({}), []);
    });
});
