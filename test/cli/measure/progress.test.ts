import assert from "node:assert/strict";
import { liveProgress } from "../../../cli/measure/progress";

describe("the live ladder", () => {
    it("is erased from its first column, since a terminal may have echoed ^C where the cursor was", () => {
        const screen = { width: 40, height: 24, unicode: true, live: true, wrap: (line: string) => [line] };
        const written: string[] = [];
        const progress = liveProgress("web1", 40, screen, (text) => written.push(text));
        progress.changed?.({ trials: [], notes: [], jumpHosts: [] } as never, [], 0);
        progress.end();
        // This test is about cursor movements.
        assert.match(written.at(-1) ?? "", /^\r\u001b\[\d+A\u001b\[J$/);
    });
});
