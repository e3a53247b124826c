import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import { valueAt, isPending, pendingAs, pendingIn, withValueAt, plain } from "../../../components/inputs/plain";
import { promised, record } from "../../support/mocks";

describe("Splitting an input into known and late values", () => {
    it("returns a fully known input unchanged", () => {
        fc.assert(
            fc.property(fc.jsonValue(), (value) => {
                assert.deepEqual(plain(value), { value, pending: [] });
            }),
        );
    });

    it("names the path of each output and promise, in objects and lists", async () => {
        const { value, pending } = plain({
            a: { b: pulumi.output(1), c: 2 },
            list: ["x", Promise.resolve("y")],
            whole: pulumi.output({ inner: true }),
        });
        assert.deepEqual(value, { a: { b: undefined, c: 2 }, list: ["x", undefined], whole: undefined });
        assert.deepEqual(
            pending.map(({ path }) => path),
            [["a", "b"], ["list", "1"], ["whole"]],
        );
        assert.deepEqual(await Promise.all(pending.map(({ leaf }) => promised(leaf))), [1, "y", { inner: true }]);
    });

    it("finds at a path what was set there, and nothing else", () => {
        const path = fc.array(
            fc.string().filter((key) => key !== "__proto__"),
            { maxLength: 5 },
        );
        fc.assert(
            fc.property(path, fc.jsonValue(), (keys, value) => {
                assert.deepEqual(valueAt(withValueAt({}, keys, value), keys), value);
                assert.equal(valueAt(withValueAt({}, ["other"], value), ["a", ...keys]), undefined);
            }),
        );
    });

    it("sets a leaf in a copy, and keeps the other properties", () => {
        const before = { a: { b: 1 }, list: ["x", undefined] };
        assert.deepEqual(withValueAt(before, ["a", "c"], 2), { a: { b: 1, c: 2 }, list: ["x", undefined] });
        assert.deepEqual(withValueAt(before, ["list", "1"], "y"), { a: { b: 1 }, list: ["x", "y"] });
        assert.deepEqual(before, { a: { b: 1 }, list: ["x", undefined] });
    });

    it("treats bytes as one value", () => {
        const bytes = Buffer.from("key");
        assert.equal((plain({ key: bytes }).value as { key: unknown }).key, bytes);
    });

    it("treats a resource as one value, since its members may lead back to it", async () => {
        await record();
        const parent = new pulumi.ComponentResource("shop:index:Tier", "tier");
        const child = new pulumi.ComponentResource("shop:index:Tier", "child", {}, { parent });
        Object.assign(parent, { child });
        assert.deepEqual(plain({ host: child }).pending, []);
        assert.equal((plain({ host: child }).value as { host: unknown }).host, child);
    });

    it("lists the late values, also together with their containers", () => {
        const { pending } = plain({ hosts: { a: pulumi.output({}), b: { host: pulumi.output("x") } } });
        assert.ok(isPending(pending, ["hosts", "a", "proxy", "host"]));
        assert.ok(isPending(pending, ["hosts", "b", "host"]));
        assert.ok(!isPending(pending, ["hosts", "b", "port"]));
        const inside = pendingIn(pending, "hosts");
        assert.deepEqual(
            inside.map(({ path }) => path),
            [["a"], ["b", "host"]],
        );
        assert.deepEqual(
            pendingAs(inside, "hosts").map(({ path }) => path),
            [
                ["hosts", "a"],
                ["hosts", "b", "host"],
            ],
        );
    });
});
