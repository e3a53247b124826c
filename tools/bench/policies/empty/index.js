// What policies cost that do nothing: as many as the measured pack has.
const { PolicyPack } = require("@pulumi/policy");

const count = Number(process.env.EMPTY_RULES);

new PolicyPack("empty", {
    policies: Array.from({ length: count }, (_, i) => ({
        name: `empty-${i}`,
        description: "Checks that nothing.",
        enforcementLevel: "mandatory",
        validateResource: () => undefined,
    })),
});
