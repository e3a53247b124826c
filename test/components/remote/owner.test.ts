import assert from "node:assert/strict";
import { ownerIn } from "../../../components/remote/owner";

describe("ownerIn", () => {
    const type = "pulumi-ssh-keepalive:index:SshKeepalive";
    const cases: Record<string, string> = {
        [`urn:pulumi:prod::shop::${type}::web`]: "shop/prod/web",
        [`urn:pulumi:prod::shop::my:app:Tier$${type}::web`]: "shop/prod/my:app:Tier/web",
        [`urn:pulumi:prod::shop::a:b:C$d:e:F$${type}::web`]: "shop/prod/a:b:C/d:e:F/web",
        [`urn:pulumi:prod::shop::${type}::a::b$c`]: "shop/prod/a::b$c",
    };
    for (const [urn, owner] of Object.entries(cases))
        it(`is ${owner} where the component is ${urn}`, () => assert.equal(ownerIn(urn), owner));
});
