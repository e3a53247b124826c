import assert from "node:assert/strict";
import { programText } from "../../../components/shell/programs";
import * as hosts from "../../support/testbed";

const set = `client-death-${process.pid}`;
const original = "Host a\n  User x\n";
const call = (verb: string) =>
    `sh /tmp/program.sh ${verb} --owner a/b/c ${verb === "apply" ? "--pattern '*' 'ServerAliveInterval 60'" : ""}`;

/**
 * Kills runs with all their children after increasing delays, as a power cut would; then applies and restores once
 * more. Prints a line for each death: the result, and the file as the death left it.
 */
const script = (verb: "apply" | "restore", prepare: string) => `
set -m
cat >/tmp/program.sh
${prepare}
${call("apply")} >/dev/null; applied=$(cksum <~/.ssh/config)
${call("restore")} >/dev/null; restored=$(cat ~/.ssh/config 2>/dev/null | cksum)
[ ${verb} = apply ] || ${call("apply")} >/dev/null
began=$(date +%s%N)
${call(verb)} >/dev/null
step=$((($(date +%s%N) - began) / 8 / 1000000))
for part in 1 2 3 4 5 6 7 8 9 10; do
    ${prepare}
    [ ${verb} = apply ] || ${call("apply")} >/dev/null
    ${call(verb)} >/dev/null 2>&1 &
    sleep "$(printf '%d.%03d' $((step * part / 1000)) $((step * part % 1000)))"
    kill -9 -- -$! 2>/dev/null
    wait $! 2>/dev/null
    case $(cat ~/.ssh/config 2>/dev/null | cksum) in
        "$applied") died=applied ;;
        "$restored") died=restored ;;
        *) died=torn ;;
    esac
    ${call("apply")} >/dev/null && [ "$(cksum <~/.ssh/config)" = "$applied" ] && again=applied || again=no
    ${call("restore")} >/dev/null && [ "$(cat ~/.ssh/config 2>/dev/null | cksum)" = "$restored" ] && end=restored || end=no
    echo "$died $again $end $(ls -A ~ | grep -c -e pulumi -e '^.ssh$') $(ls -A ~/.ssh 2>/dev/null | grep -c pulumi)"
done
`;

describe("A run of the clients' program that is killed", () => {
    let host: hosts.Host;
    before(async () => {
        host = (await hosts.up({ set, hosts: [{ name: "one" }] })).host("one");
    });
    after(() => hosts.down(set));

    async function deaths(verb: "apply" | "restore", prepare: string): Promise<string[][]> {
        const stdin = programText("client");
        const output = await hosts.mustExec(host, script(verb, prepare), { user: "visitor", stdin, timeout: 170 });
        const lines = output.trim().split("\n");
        assert.equal(lines.length, 10);
        return lines.map((line) => line.split(" "));
    }

    for (const verb of ["apply", "restore"] as const) {
        it(`leaves a complete file, and the next runs clean up the rest: ${verb}`, async () => {
            const prepare = `mkdir -p ~/.ssh; printf '${original.replaceAll("\n", "\\n")}' >~/.ssh/config`;
            for (const [died = "", ...rest] of await deaths(verb, prepare)) {
                assert.match(died, /^(applied|restored)$/);
                assert.deepEqual(rest, ["applied", "restored", "1", "0"]);
            }
        });

        it(`leaves behind no folder of its own in the end: ${verb}`, async () => {
            for (const [died = "", ...rest] of await deaths(verb, "rm -rf ~/.ssh")) {
                assert.match(died, /^(applied|restored)$/);
                assert.deepEqual(rest, ["applied", "restored", "0", "0"]);
            }
        });
    }
});
