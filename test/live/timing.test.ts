import assert from "node:assert/strict";
import { down, up } from "../support/testbed";
import { pooled } from "../support/testbed/pool";
import { type RunningMeasurement, type Measurement, startMeasurement, idleWatchTime } from "./measure";
import { type Pair, bootPairs } from "./pairs";
import { shownSeconds, table } from "./table";
import { type TimingCase, casesBySuite, predicted } from "./timingCases";

const set = "live-timing";

/** The tolerance between prediction and measurement, in seconds. */
const tolerance = 1.5;

/** How many sessions are opened at a time. A machine that opens more at once needs longer for each. */
const opensAtOnce = 6;

/** All sessions are opened first and then wait in parallel; each test only awaits its own. */
describe("The timing model", () => {
    const cases = casesBySuite();
    const armed = new Map<TimingCase, RunningMeasurement>();
    const done: Record<string, string>[] = [];

    before(async () => {
        await up({ set, hosts: [] });
        const specs = cases.map(({ suite, server, client, watched, kernel, tcpRetries2, rekeyInterval }) => ({
            suite,
            ...(server && { server }),
            ...(client && { client }),
            ...(rekeyInterval && { rekeyInterval }),
            [watched === "sshd" ? "serverKernel" : "clientKernel"]: { ...kernel, ...(tcpRetries2 && { tcpRetries2 }) },
        }));
        const pairs = await bootPairs(set, specs);
        const longestFirst = cases
            .map((each, index) => ({ each, pair: pairs[index] as Pair }))
            .sort((a, b) => duration(b.each, b.pair) - duration(a.each, a.pair));
        await pooled(longestFirst, opensAtOnce, async ({ each, pair }) => {
            armed.set(each, await startMeasurement(each, pair));
        });
    });
    after(async () => {
        console.log(`\n${table(done)}`);
        await down(set);
    });

    for (const each of cases) {
        it(`states when ${title(each)} ends`, async () => {
            const { measurement } = armed.get(each) as RunningMeasurement;
            const result = await measurement;
            done.push(row(each, result));
            const { measured, finalMessages } = result;
            assert.equal(result.endedBy, each.endedBy, finalMessages);
            if (result.predicted === null) {
                assert.equal(measured, null, `It ended after ${measured} s, predicted: never: ${finalMessages}`);
            } else {
                const off = Math.abs((measured ?? Infinity) - result.predicted);
                assert.ok(off <= tolerance, `${measured} s, predicted: ${result.predicted} s: ${finalMessages}`);
            }
        });
    }
});

function duration(each: TimingCase, { server }: Pair): number {
    return predicted(each, server.openssh) ?? idleWatchTime;
}

function title({ suite, watched, peer, ...each }: TimingCase & { suite: string }): string {
    return `the session of ${suite}'s ${watched} with ${settingsOf(each)}, the peer ${peer},`;
}

function settingsOf(each: Omit<TimingCase, "watched" | "peer">): string {
    const { server = {}, client = {}, kernel, tcpRetries2, rekeyInterval, prints } = each;
    const interval = server.clientAliveInterval ?? client.serverAliveInterval ?? 0;
    const keepalive = server.tcpKeepAlive ?? client.tcpKeepAlive ?? true;
    return [
        interval === 0 ? "no interval" : `${interval} × ${server.clientAliveCountMax ?? client.serverAliveCountMax}`,
        ...(server.channelTimeout ? [`ChannelTimeout ${Object.values(server.channelTimeout).join()}`] : []),
        ...(keepalive ? [] : ["TCPKeepAlive no"]),
        ...(server.unusedConnectionTimeout ? [`UnusedConnectionTimeout ${server.unusedConnectionTimeout}`] : []),
        ...(rekeyInterval ? [`RekeyLimit ${rekeyInterval} s`] : []),
        ...(prints ? ["a line of output per second"] : []),
        ...(kernel ? [`TCP keepalive ${kernel.time} + ${kernel.probes} × ${kernel.interval}`] : []),
        ...(tcpRetries2 === undefined ? [] : [`tcp_retries2 ${tcpRetries2}`]),
    ].join(", ");
}

function row(each: TimingCase, { openssh, predicted, measured, endedBy }: Measurement): Record<string, string> {
    return {
        OpenSSH: openssh,
        "whose end": each.watched,
        peer: each.peer,
        settings: settingsOf(each),
        predicted: shownSeconds(predicted),
        measured: measured === null ? `not within ${idleWatchTime}` : shownSeconds(measured),
        "ended by": endedBy,
    };
}
