// Empty policies, to measure the cost of policies as such.
const { PolicyPack } = require("@pulumi/policy");

const count = Number(process.env.EMPTY_RULES);

new PolicyPack("empty", {
    policies: Array.from({ length: count }, (_, i) => ({
        name: `empty-${i}`,
        description: "Checks nothing.",
        enforcementLevel: "mandatory",
        validateResource: () => undefined,
    })),
});
