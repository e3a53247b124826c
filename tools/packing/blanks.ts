import { type Edit, edited } from "./edits";
import { visit } from "./names";
import { parse } from "./syntax";

/** Removes the blanks around the operators that join a shell program's commands. */
export function withoutBlanks(program: string): string {
    const edits: Edit[] = [];
    visit(parse(program), (node) => {
        if (node.type !== "AndOr" && node.type !== "Pipeline") return;
        const gaps = node.commands
            .slice(1)
            .map((command, at) => ({ pos: node.commands[at]?.end ?? 0, end: command.pos }));
        for (const { pos, end } of gaps) {
            const [, operator] = /^\s*(\|\||&&|\|)\s*$/.exec(program.slice(pos, end)) ?? [];
            if (operator !== undefined) edits.push({ pos, end, text: operator });
        }
    });
    return edited(program, edits);
}
