import assert from "node:assert/strict";
import { unmatchedExceptions } from "../../policies/exceptions";
import { rulesThatCheck } from "../../policies/standard";
import { dropIn, violations } from "./support";

describe("exceptions", () => {
    const rule = "keepalive-enabled";
    const resource = {
        ...dropIn("ClientAliveInterval 0"),
        name: "odd",
        urn: "urn:pulumi:dev::p::command:remote:Command::odd",
    };
    const exceptions = (named: string): object => ({
        exceptions: [{ resource: named, reason: "the vendor's appliance cannot do it" }],
    });

    for (const named of [resource.name, resource.urn]) {
        it(`exempt one resource, named ${named}, and are reported with their reason`, async () => {
            assert.deepEqual(await violations(rule, resource, exceptions(named)), []);
            const [message = "", ...more] = await violations("exceptions-in-use", resource);
            assert.match(
                message,
                /^exception from keepalive-enabled \(the vendor's .*\): odd, create: ClientAliveInterval 0/,
            );
            assert.deepEqual(more, []);
            assert.deepEqual(await violations("exceptions-in-use", resource), [], "reported once");
        });
    }

    it("are reported if no resource of the stack has their name or URN", async () => {
        await violations(rule, resource, exceptions("ood"));
        const [message = "", ...more] = unmatchedExceptions([resource]);
        assert.match(message, /^keepalive-enabled has an exception for "ood", but .*; did you mean "odd"\? Correct it/);
        assert.deepEqual(more, []);
        await violations(rule, resource, exceptions(resource.urn));
        assert.deepEqual(unmatchedExceptions([resource]), []);
        await violations("exceptions-in-use", resource);
    });

    it("are for one rule and one resource", async () => {
        assert.equal((await violations(rule, resource, exceptions("other"))).length, 1);
        assert.equal((await violations(rule, resource, {})).length, 1);
        assert.deepEqual(await violations("exceptions-in-use", resource), []);
    });
});

describe("selecting a standard", () => {
    it("concerns the rules that check it", () => {
        assert.deepEqual(rulesThatCheck("pci"), ["idle-session-timeout"]);
        assert.deepEqual(rulesThatCheck("stig"), ["keepalive-enabled", "dead-peer-detection-not-too-slow"]);
        assert.deepEqual(rulesThatCheck("none"), []);
    });
});

describe("a count of 0", () => {
    const { type, props } = dropIn("ClientAliveInterval 600\nClientAliveCountMax 0");
    const cases: [string, object, number][] = [
        ["passes with STIG on a version where it ends the session", { standard: "stig", openssh: "7.4" }, 0],
        ["does not pass where it switches detection off", { standard: "stig", openssh: "8.2" }, 1],
        ["does not pass where the version is not known", { standard: "stig" }, 1],
        ["does not pass where no standard requires it", { openssh: "7.4" }, 1],
    ];
    for (const [what, config, expected] of cases) {
        it(what, async () => {
            const given = { openssh: "", ...config };
            assert.equal((await violations("keepalive-enabled", { type, props }, given)).length, expected);
        });
    }
});
