import { hasUnknown, unknownLine, unknownText } from "../unknown";
import { arithmetic } from "./expansion/arithmetic";
import { matchesPattern } from "./expansion/patterns";
import { fieldsOf, textOf } from "./expansion/words";
import { runTested } from "./lists";
import { clone, distinct, type Shell } from "./state/shell";
import type { ArithmeticFor, Case, CompoundList, For, While } from "./syntax";

function runList(list: CompoundList, shell: Shell): Shell[] {
    return shell.interpreter.statements(list.commands, shell);
}

type Each = Pick<For, "name" | "wordlist" | "body">;

/** Interprets the body once for each field. */
export function runFor({ name, wordlist, body }: Each, shell: Shell): Shell[] {
    const values = wordlist?.flatMap((word) => fieldsOf(word, shell)) ?? shell.arguments ?? [unknownText];
    if (shell.ended !== undefined) return [shell];

    let active = [shell];
    const done: Shell[] = [];
    for (const value of values) {
        const ways = active.flatMap((way) => {
            way.variables.set(name.value, value);
            return runList(body, way);
        });
        active = distinct(sorted(ways, done));
    }
    return distinct([...done, ...active]);
}

/** The shells that continue the loop; the others have left it. */
function sorted(ways: readonly Shell[], done: Shell[]): Shell[] {
    return ways.flatMap((way) => {
        if (way.ended === "continue" || way.ended === undefined) return [{ ...way, ended: undefined }];

        done.push(way.ended === "break" ? { ...way, ended: undefined } : way);
        return [];
    });
}

/** A loop with more iterations than this is assumed to wait for something. */
const mostRounds = 500;

export function runWhile({ kind, clause, body }: While, shell: Shell): Shell[] {
    let active = [shell];
    const done: Shell[] = [];
    for (let round = 0; active.length > 0; round++) {
        const ways = active.flatMap((way) => runTested(way, (inner) => runList(clause, inner)));
        active = [];
        for (const way of ways) {
            const goesOn = kind === "while" ? "yes" : "no";
            const isKnown = way.success === "yes" || way.success === "no";
            if (way.ended !== undefined || (isKnown && way.success !== goesOn))
                done.push(way.ended === undefined ? { ...way, success: "yes" } : way);
            else if (isKnown && round < mostRounds) active.push(...sorted(runList(body, way), done));
            else done.push(...runLoop(body, way));
        }
        active = distinct(active);
    }
    return distinct(done);
}

/**
 * A loop with an unknown number of iterations: what its body changes is unknown during and after the loop, as is the
 * input that it has consumed.
 */
export function runLoop(body: CompoundList, shell: Shell): Shell[] {
    const before = shell.variables;
    const tried = runList(body, clone(shell));
    const changed = new Set(
        tried.flatMap(({ variables }) =>
            [...before.names(), ...variables.names()].filter(
                (name) => String(before.all(name)) !== String(variables.all(name)),
            ),
        ),
    );
    const forget = (way: Shell): void => changed.forEach((name) => way.variables.set(name, unknownText));
    forget(shell);
    if (tried.some(({ input }) => input !== shell.input)) shell.input = unknownLine;

    const done: Shell[] = [];
    const ways = [...sorted(runList(body, shell), done), ...done];
    ways.forEach(forget);
    return distinct(ways.map((way) => ({ ...way, success: "yes" })));
}

/** `for ((i = 0; i < 3; i++))`. */
export function runCounted({ initialize, test, update, body }: ArithmeticFor, shell: Shell): Shell[] {
    if (initialize !== undefined) arithmetic(initialize, shell);

    let active = [shell];
    const done: Shell[] = [];
    for (let round = 0; active.length > 0; round++) {
        const ways = active;
        active = [];
        for (const way of ways) {
            const condition = test === undefined ? "1" : arithmetic(test, way);
            if (condition === "0") done.push(way);
            else if (hasUnknown(condition) || round >= mostRounds) done.push(...runLoop(body, way));
            else active.push(...sorted(runList(body, way), done));
        }
        active = distinct(active);
        if (update !== undefined) active.forEach((way) => arithmetic(update, way));
    }
    return distinct(done);
}

/**
 * The first item that matches, and any earlier item that may match. After `;&` the next body runs as well, and after
 * `;;&` the next one that matches.
 */
export function runCase({ word, items }: Case, shell: Shell): Shell[] {
    const text = textOf(word, shell);
    return shell.ended === undefined ? runItems(items, text, shell, false) : [shell];
}

function runItems(items: Case["items"], text: string, shell: Shell, fallsThrough: boolean): Shell[] {
    const [item, ...others] = items;
    if (item === undefined || shell.ended !== undefined) return [shell];

    shell.budget.step();
    const matches = fallsThrough ? [true] : item.pattern.map((each) => matchesWord(textOf(each, shell), text));
    const isMatch = matches.includes(true) ? true : matches.includes(undefined) ? undefined : false;
    const taken = isMatch === false ? [] : runList(item.body, isMatch ? shell : clone(shell));
    const continued =
        item.terminator === ";&" || item.terminator === ";;&"
            ? taken.flatMap((way) => runItems(others, text, way, item.terminator === ";&"))
            : taken;
    return distinct([...continued, ...(isMatch === true ? [] : runItems(others, text, shell, false))]);
}

function matchesWord(pattern: string, text: string): boolean | undefined {
    return hasUnknown(text) && pattern !== "*" ? undefined : matchesPattern(pattern, text);
}
