// Mocha's usual report. It also writes the counts and the failures to a file for test/run.mjs.
const fs = require("node:fs");
const Mocha = require("mocha");

module.exports = class CountingReporter extends Mocha.reporters.Spec {
    constructor(runner, options) {
        super(runner, options);
        const failed = [];
        runner.on("fail", (test, error) => failed.push(`${test.fullTitle()}: ${error.message}`));
        runner.once("end", () => {
            const { passes, failures, pending } = this.stats;
            const counts = { passed: passes, failed: failures, skipped: pending, failures: failed };
            fs.writeFileSync(options.reporterOptions.counts, JSON.stringify(counts));
        });
    }
};
