import assert from "node:assert/strict";
import { withoutStackTraces } from "../../components/remote/withoutStackTraces";

describe("withoutStackTraces", () => {
    const { PULUMI_DEBUG_PROMISE_LEAKS: before } = process.env;
    const { stackTraceLimit } = Error;

    beforeEach(() => delete process.env["PULUMI_DEBUG_PROMISE_LEAKS"]);
    afterEach(() => {
        if (before === undefined) delete process.env["PULUMI_DEBUG_PROMISE_LEAKS"];
        else process.env["PULUMI_DEBUG_PROMISE_LEAKS"] = before;
        assert.equal(Error.stackTraceLimit, stackTraceLimit);
    });

    const framesOf = (error: Error): number => (error.stack ?? "").split("\n    at ").length - 1;

    it("returns the created object, whose errors have no frames", () => {
        assert.equal(framesOf(withoutStackTraces(() => new Error("made"))), 0);
        assert.ok(framesOf(new Error("afterwards")) > 0);
    });

    it("rethrows an error, and restores stack traces afterwards", () => {
        const fail = (): never => {
            throw new TypeError("no such property");
        };
        assert.throws(() => withoutStackTraces(fail), { name: "TypeError", message: "no such property" });
    });

    it("keeps the traces for anyone who searches for leaked promises", () => {
        process.env["PULUMI_DEBUG_PROMISE_LEAKS"] = "true";
        assert.ok(framesOf(withoutStackTraces(() => new Error("made"))) > 0);
    });
});
