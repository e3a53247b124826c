import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { checkNow, type InputRules, resolveLater } from "../../../components/inputs/checkInputs";
import { managerOf } from "../../../components/inputs/parts";
import { serverRules } from "../../../components/server/rules";
import { promised } from "../../support/mocks";

const hosts = { web1: { host: "192.0.2.1" } };
const server = { clientAliveInterval: 60 };

/** The rules, and a count of their runs. */
function counted(rules: InputRules): { rules: InputRules; count: () => number } {
    let count = 0;
    const check: InputRules["check"] = (...inputs) => {
        count += 1;
        return rules.check(...inputs);
    };
    return { rules: { ...rules, check }, count: () => count };
}

const rules = serverRules("web", managerOf("SshKeepalive", "web", false, {}));

describe("Settings", () => {
    it("are validated and resolved once if all of them are known immediately", async () => {
        const later = counted(rules.settings);
        const resolved = checkNow({ hosts, server, takeOver: true }, rules.whole);
        const result = await promised(resolveLater({ server, takeOver: true }, later.rules, resolved));
        assert.deepEqual(result, { inputs: { server, takeOver: true }, resolved });
        assert.deepEqual([resolved?.server, later.count()], [server, 0]);
    });

    it("are resolved immediately while the hosts are still unknown", () => {
        const resolved = checkNow({ hosts: pulumi.output(Promise.resolve(hosts)), server }, rules.whole);
        assert.deepEqual(resolved?.server, server);
    });

    it("are checked together with the related inputs that resolve later", async () => {
        const takeOver = pulumi.output(Promise.resolve("yes"));
        const resolved = checkNow({ hosts, server, takeOver }, rules.whole);
        assert.deepEqual(resolved?.server, server);
        await assert.rejects(promised(resolveLater({ server, takeOver }, rules.settings, resolved)), /takeOver/);
    });

    it("are resolved later if one of them resolves later", async () => {
        const late = { clientAliveInterval: pulumi.output(Promise.resolve(60)) };
        const resolved = checkNow({ hosts, server: late }, rules.whole);
        assert.equal(resolved, undefined);
        const result = await promised(resolveLater({ server: late }, rules.settings, resolved));
        assert.deepEqual(result.resolved.server, server);
    });
});
