import assert from "node:assert/strict";
import { Become, Hop, Profile } from "../../components";
import { hops } from "../../core/hops";
import { profiles } from "../../core/profiles";

describe("The names of closed sets", () => {
    it("are constants, one for each row of the table", () => {
        assert.deepEqual(
            Object.values(Profile),
            profiles.map(({ name }) => name),
        );
        assert.deepEqual(
            Object.values(Hop),
            hops.map(({ name }) => name),
        );
        assert.deepEqual(Become, { None: "none", Sudo: "sudo", Doas: "doas" });
    });

    it("are known to the compiler, which refuses a misspelt one", () => {
        const balanced: "balanced" = Profile.Balanced;
        const gateway: "aws-nat-gateway" = Hop.AwsNatGateway;
        assert.deepEqual([balanced, gateway], ["balanced", "aws-nat-gateway"]);
        // @ts-expect-error no profile has this name
        assert.equal(Profile.Balancd, undefined);
        // @ts-expect-error nor has a hop
        assert.equal(Hop.AwsNatGatway, undefined);
    });
});
