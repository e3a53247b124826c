import { matchesPattern } from "../patterns";
import { hasUnknown, unknownLine, unknownText } from "../unknown";
import { arithmetic } from "./expansion/arithmetic";
import { fieldsOf, patternOf, textOf } from "./expansion/words";
import { runTested } from "./lists";
import { clone, distinct, type Shell } from "./state/shell";
import type { ArithmeticFor, Case, CompoundList, For, While } from "./syntax";

function runList(list: CompoundList, shell: Shell): Shell[] {
    return shell.interpreter.statements(list.commands, shell);
}

type ForLoop = Pick<For, "name" | "wordlist" | "body">;

/** Interprets the body once for each field. */
export function runFor({ name, wordlist, body }: ForLoop, shell: Shell): Shell[] {
    const values = wordlist?.flatMap((word) => fieldsOf(word, shell)) ?? shell.arguments ?? [unknownText];
    if (shell.ended !== undefined) return [shell];

    let active = [shell];
    const done: Shell[] = [];
    for (const value of values) {
        const outcomes = active.flatMap((outcome) => {
            outcome.variables.set(name.value, value);
            return runList(body, outcome);
        });
        active = distinct(continuing(outcomes, done));
    }
    return distinct([...done, ...active]);
}

/** Returns the outcomes that continue the loop, and adds the others to `done`. */
function continuing(outcomes: readonly Shell[], done: Shell[]): Shell[] {
    return outcomes.flatMap((outcome) => {
        if (outcome.ended === "continue" || outcome.ended === undefined) return [{ ...outcome, ended: undefined }];

        done.push(outcome.ended === "break" ? { ...outcome, ended: undefined } : outcome);
        return [];
    });
}

/** A loop with more iterations than this is assumed to wait for something. */
const maxRounds = 500;

export function runWhile({ kind, clause, body }: While, shell: Shell): Shell[] {
    let active = [shell];
    const done: Shell[] = [];
    for (let round = 0; active.length > 0; round++) {
        const outcomes = active.flatMap((outcome) => runTested(outcome, (inner) => runList(clause, inner)));
        active = [];
        for (const outcome of outcomes) {
            const continueOn = kind === "while" ? "yes" : "no";
            const isKnown = outcome.success === "yes" || outcome.success === "no";
            if (outcome.ended !== undefined || (isKnown && outcome.success !== continueOn))
                done.push(outcome.ended === undefined ? { ...outcome, success: "yes" } : outcome);
            else if (isKnown && round < maxRounds) active.push(...continuing(runList(body, outcome), done));
            else done.push(...runLoop(body, outcome));
        }
        active = distinct(active);
    }
    return distinct(done);
}

/**
 * Interprets a loop with an unknown number of iterations: what its body changes is unknown during and after the loop, and
 * so is the input that it consumes.
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
    const markUnknown = (outcome: Shell): void => changed.forEach((name) => outcome.variables.set(name, unknownText));
    markUnknown(shell);
    if (tried.some(({ input }) => input !== shell.input)) shell.input = unknownLine;

    const done: Shell[] = [];
    const outcomes = [...continuing(runList(body, shell), done), ...done];
    outcomes.forEach(markUnknown);
    return distinct(outcomes.map((outcome) => ({ ...outcome, success: "yes" })));
}

/** Interprets `for ((i = 0; i < 3; i++))`. */
export function runCounted({ initialize, test, update, body }: ArithmeticFor, shell: Shell): Shell[] {
    if (initialize !== undefined) arithmetic(initialize, shell);

    let active = [shell];
    const done: Shell[] = [];
    for (let round = 0; active.length > 0; round++) {
        const outcomes = active;
        active = [];
        for (const outcome of outcomes) {
            const condition = test === undefined ? "1" : arithmetic(test, outcome);
            if (condition === "0") done.push(outcome);
            else if (hasUnknown(condition) || round >= maxRounds) done.push(...runLoop(body, outcome));
            else active.push(...continuing(runList(body, outcome), done));
        }
        active = distinct(active);
        if (update !== undefined) active.forEach((outcome) => arithmetic(update, outcome));
    }
    return distinct(done);
}

/**
 * Interprets the first item that matches, and any earlier item that may match. After `;&` the next body runs as well, and
 * after `;;&` the next one that matches.
 */
export function runCase({ word, items }: Case, shell: Shell): Shell[] {
    const text = textOf(word, shell);
    return shell.ended === undefined ? runItems(items, text, shell, false) : [shell];
}

function runItems(items: Case["items"], text: string, shell: Shell, fallsThrough: boolean): Shell[] {
    const [item, ...others] = items;
    if (item === undefined || shell.ended !== undefined) return [shell];

    shell.budget.step();
    const matches = fallsThrough ? [true] : item.pattern.map((each) => matchesWord(patternOf(each, shell), text));
    const isMatch = matches.includes(true) ? true : matches.includes(undefined) ? undefined : false;
    const taken = isMatch === false ? [] : runList(item.body, isMatch ? shell : clone(shell));
    const continued =
        item.terminator === ";&" || item.terminator === ";;&"
            ? taken.flatMap((outcome) => runItems(others, text, outcome, item.terminator === ";&"))
            : taken;
    return distinct([...continued, ...(isMatch === true ? [] : runItems(others, text, shell, false))]);
}

function matchesWord(pattern: string, text: string): boolean | undefined {
    return hasUnknown(text) && pattern !== "*" ? undefined : matchesPattern(pattern, text);
}
