// Mocha's usual report, and the numbers in a file for test/run.mjs.
const fs = require("node:fs");
const Mocha = require("mocha");

module.exports = class CountingReporter extends Mocha.reporters.Spec {
    constructor(runner, options) {
        super(runner, options);
        runner.once("end", () => {
            const { passes, failures, pending } = this.stats;
            const counts = { passed: passes, failed: failures, skipped: pending };
            fs.writeFileSync(options.reporterOptions.counts, JSON.stringify(counts));
        });
    }
};
