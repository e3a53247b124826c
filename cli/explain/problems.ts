import type { Problem } from "../../core/settings";
import { drawable, plainTerminal, type Terminal } from "../output";
import { wrapped } from "../text";

/** Problems, one paragraph each. */
export function problemsText(problems: readonly Problem[], terminal?: Terminal): string {
    const text = problems
        .map(
            ({ propertyPath, reason }) =>
                `${wrapped(`Problem: ${propertyPath}: ${reason}.`, terminal?.columns ?? Infinity, 0, 2)}\n`,
        )
        .join("");
    return drawable(text, terminal ?? plainTerminal);
}
