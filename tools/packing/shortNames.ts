import { type Edit, edited } from "./edits";
import { findNames, type Names, type Use } from "./names";
import { rejectStrayNames } from "./strayNames";

type Uses = ReadonlyMap<string, readonly Use[]>;

/**
 * Replaces each of a shell program's own names by a short one. The shell has no local variables, so each function uses
 * separate names; two functions that cannot run at the same time get the same short names here, so that equal code becomes
 * equal text, which compresses better.
 */
export function withShortNames(program: string): string {
    const names = withoutMain(findNames(program));
    rejectStrayNames(program, names);
    const variables = byName(names.variables);
    const locals = new Map([...variables].filter(([, uses]) => isLocal(uses)));
    const globals = new Map([...variables].filter(([name]) => !locals.has(name)));
    const slots = slotsOf(locals, reach(names.calls));
    const free = but(names.others, variableNames());
    const slotNames = Array.from({ length: Math.max(0, ...slots.values()) + 1 }, () => next(free));
    const edits = [
        ...[...locals].flatMap(([name, uses]) => named(uses, slotNames[slots.get(name) ?? 0] ?? name)),
        ...shortened(globals, free),
        ...shortened(byName(names.functions), but(names.others, functionNames())),
    ];
    return edited(program, edits);
}

/** The policy pack recognizes a program by the call of main in its last line. */
function withoutMain(names: Names): Names {
    return { ...names, functions: names.functions.filter(({ name }) => name !== "main") };
}

function byName(uses: readonly Use[]): Uses {
    const found = new Map<string, Use[]>();
    for (const use of uses) found.set(use.name, [...(found.get(use.name) ?? []), use]);
    return found;
}

/** Names in order of occurrence: adjacent names are then similar, which compresses best. */
function shortened(names: Uses, free: Iterator<string, string>): Edit[] {
    return [...names.values()].flatMap((uses) => named(uses, next(free)));
}

function named(uses: readonly Use[], text: string): Edit[] {
    return uses.map(({ pos, end }) => ({ pos, end, text }));
}

/** Whether only one function uses a variable, and never with a value from an earlier call. */
function isLocal(uses: readonly Use[]): boolean {
    const [first] = uses;
    if (first?.within === undefined || first.setUntil === undefined) return false;
    const { within, pos, setUntil } = first;
    return uses.every((use) => use.within === within && use.pos >= pos && use.pos < setUntil);
}

/** Assigns a slot to each local variable, distinct within a function and all functions that may run during it. */
function slotsOf(locals: Uses, reached: Names["calls"]): ReadonlyMap<string, number> {
    const slots = new Map<string, number>();
    const taken = new Map<string, Set<number>>();
    for (const [name, [use]] of locals) {
        const own = use?.within ?? "";
        const meets = (other: string): boolean =>
            other === own || reached.get(own)?.has(other) === true || reached.get(other)?.has(own) === true;
        const others = [...taken].filter(([other]) => meets(other)).flatMap(([, numbers]) => [...numbers]);
        let slot = 0;
        while (others.includes(slot)) slot++;
        slots.set(name, slot);
        taken.set(own, (taken.get(own) ?? new Set()).add(slot));
    }
    return slots;
}

/** For each function, all functions that may run during it. */
function reach(calls: Names["calls"]): Names["calls"] {
    return new Map(
        [...calls].map(([name, called]) => {
            const reached = new Set(called);
            // Iterating over a set includes the elements that are added in the meantime.
            for (const other of reached) for (const further of calls.get(other) ?? []) reached.add(further);
            return [name, reached];
        }),
    );
}

function next(names: Iterator<string, string>): string {
    return names.next().value;
}

function* but(taken: ReadonlySet<string>, names: Iterable<string>): Generator<string, string> {
    for (const name of names) if (!taken.has(name)) yield name;
    throw new Error("too many variables or functions for two-letter names");
}

const lower = "abcdefghijklmnopqrstuvwxyz";
const upper = lower.toUpperCase();

function* variableNames(): Generator<string> {
    yield* lower;
    yield* upper;
    for (const first of lower) for (const second of lower) yield first + second;
}

/** Each contains a capital, because ksh has aliases such as r, and a lower-case function could hide a command. */
function* functionNames(): Generator<string> {
    yield* upper;
    for (const first of lower) for (const second of upper) yield first + second;
}
