import assert from "node:assert/strict";
import { type Host, addHosts, down, up } from "../support/testbed";
import { pooled } from "../support/testbed/pool";
import { type NatCase, predicted, idleTimeout, natCasesBySuite } from "./natCases";
import { bootPairs } from "./pairs";
import { makeNat } from "./router";
import { type Session, openSession } from "./session";
import { shownSeconds, table } from "./table";

const set = "live-nat";

/** How long the sessions are idle, in seconds: several times the NAT's timeout. */
const silence = 4.5 * idleTimeout;

/** The time limit for a reply, in seconds; a session without one by then hangs. */
const patience = 5;

/** Sessions through a router that forgets silent connections. All are idle in parallel; each test awaits its own. */
describe("Through a NAT with an idle timeout", () => {
    const cases = natCasesBySuite().map((each) => ({ ...each, openssh: "" }));
    const answers = new Map<NatCase, Promise<boolean>>();
    const done: Record<string, string>[] = [];

    before(async () => {
        await up({ set, hosts: [] });
        const [router] = (await addHosts(set, [{ name: "router" }])) as [Host];
        const specs = cases.map(({ suite, server, client, kernel }) => ({
            suite,
            ...(server && { server }),
            ...(client && { client }),
            ...(kernel && { serverKernel: kernel }),
        }));
        const pairs = await bootPairs(set, specs);
        const servers = pairs.map(({ server }) => server);
        const routes = await makeNat(router, idleTimeout, servers);
        const ways = pairs.map((pair, index) => ({
            ...pair,
            route: routes[index],
            each: cases[index] as (typeof cases)[0],
        }));
        await pooled(ways, 6, async ({ client, server, route, each }) => {
            each.openssh = server.openssh;
            answers.set(each, answersAfterSilence(await openSession(client, server, { route })));
        });
    });
    after(async () => {
        console.log(`\n${table(done)}`);
        await down(set);
    });

    for (const each of cases) {
        it(`${each.title} on ${each.suite} treats an idle session as the model predicts`, async () => {
            const answered = (await answers.get(each)) as boolean;
            const { survives, silence: longestSilence } = predicted(each, each.openssh);
            done.push({
                OpenSSH: each.openssh,
                settings: each.title,
                "longest silence": shownSeconds(longestSilence),
                "NAT's memory": `${idleTimeout}`,
                predicted: outcome(survives),
                measured: outcome(answered),
            });
            assert.equal(outcome(answered), outcome(survives));
        });
    }

    it("the settings derived from the network path survive on every OpenSSH, and weaker settings do not", () => {
        const derived = done.filter(({ settings }) => settings?.includes("derived"));
        assert.equal(derived.length, 8);
        assert.deepEqual([...new Set(derived.map(({ measured }) => measured))], ["survives"]);
        const lostWhereDoubled = done.filter(({ settings }) => settings === "ClientAliveInterval 6");
        assert.deepEqual(
            lostWhereDoubled.map(({ OpenSSH, measured }) => `${OpenSSH} ${measured}`),
            ["8.4p1 survives", "9.2p1 hangs", "10.0p2 survives", "10.6p1 survives"],
        );
    });
});

async function answersAfterSilence(session: Session): Promise<boolean> {
    await new Promise((resolve) => setTimeout(resolve, silence * 1000));
    const answered = await session.type(patience).then(
        () => true,
        () => false,
    );
    session.close();
    return answered;
}

function outcome(survives: boolean): string {
    return survives ? "survives" : "hangs";
}
