import type { Budget } from "../../budget";
import { LinearExpression } from "../../regularExpressions";
import { type AwkExpression, type AwkRule, type AwkStatement, parseAwk } from "./awkProgram";
import { joinLines, linesOf } from "./filters";

/** An awk program with the options of its command line. */
export interface AwkCall {
    program: string;
    separator: string;
    variables: ReadonlyMap<string, string>;
}

/** Parses `awk [-F separator] [-v name=value]… program [file]…`; undefined for any other call. */
export function awkCall(args: readonly string[]): { call: AwkCall; paths: readonly string[] } | undefined {
    const variables = new Map<string, string>();
    let separator = " ";
    let at = 0;
    for (; args[at]?.startsWith("-") === true && args[at] !== "-"; at++) {
        const [, letter, attached = ""] = /^-([Fv])([\s\S]*)$/.exec(args[at]!) ?? [];
        if (letter === undefined) return undefined;

        const value = attached === "" ? (args[++at] ?? "") : attached;
        const [, name, text] = /^(\w+)=([\s\S]*)$/.exec(value) ?? [];
        if (letter === "F") separator = value;
        else if (name === undefined || text === undefined || text.includes("\\")) return undefined;
        else variables.set(name, text);
    }
    const [program, ...paths] = args.slice(at);
    return program === undefined || paths.some((path) => path.includes("="))
        ? undefined
        : { call: { program, separator, variables }, paths };
}

/** Whether the program has only BEGIN rules, and so reads no input. */
export function isBeginOnly({ program }: AwkCall): boolean {
    return parseAwk(program)?.every(({ when }) => when.kind === "begin") === true;
}

/** Returns what the program prints for a known text; undefined if it uses anything unsupported. */
export function awkOutput(
    { program, separator, variables }: AwkCall,
    text: string,
    budget: Budget,
): string | undefined {
    const rules = parseAwk(program);
    const splits = splitter(separator, budget);
    if (rules === undefined || splits === undefined) return undefined;

    const run = new AwkRun(variables, splits, budget);
    run.record(
        "",
        0,
        rules.filter(({ when }) => when.kind === "begin"),
    );
    const others = rules.filter(({ when }) => when.kind !== "begin");
    if (others.length > 0) for (const [i, line] of linesOf(text).entries()) if (!run.record(line, i + 1, others)) break;

    return run.isSupported ? run.output : undefined;
}

/** Like awk, compares numerically if both sides look like numbers. */
function isEqual(left: string, right: string): boolean {
    const isNumber = [left, right].every((each) => /^\s*[-+]?[0-9]+(\.[0-9]*)?\s*$/.test(each));
    return isNumber ? Number(left) === Number(right) : left === right;
}

type Splitter = (line: string) => string[];

function splitter(separator: string, budget: Budget): Splitter | undefined {
    if (separator === " ") return (line) => line.split(/[ \t]+/).filter((each) => each !== "");

    if (separator === "\\t" || separator === "\t") return (line) => line.split("\t");

    if (separator.length === 1 && separator !== "\\") return (line) => (line === "" ? [] : line.split(separator));

    const expression = LinearExpression.posix(separator, { extended: true, ignoresCase: false });
    return expression && ((line) => (line === "" ? [] : replaceAll(line, expression, () => "\0", budget).split("\0")));
}

function replaceAll(
    text: string,
    expression: LinearExpression,
    by: (match: string) => string,
    budget: Budget,
    most = Infinity,
): string {
    let result = "";
    let at = 0;
    let count = 0;
    for (const { start, end } of expression.matches(text, budget)) {
        if (count++ >= most) break;

        result += text.slice(at, start) + by(text.slice(start, end));
        at = end;
    }
    return result + text.slice(at);
}

/** The execution of a program over all lines. */
class AwkRun {
    output = "";
    /** Whether everything that the program used is supported. */
    isSupported = true;
    readonly #seen = new Set<string>();
    #fields: string[] = [];
    #line = "";
    #number = 0;

    constructor(
        private readonly variables: ReadonlyMap<string, string>,
        private readonly split: Splitter,
        private readonly budget: Budget,
    ) {}

    /** Runs the rules for one line; false after an exit. */
    record(line: string, number: number, rules: readonly AwkRule[]): boolean {
        [this.#line, this.#fields, this.#number] = [line, this.split(line), number];
        for (const { when, statements } of rules) {
            this.budget.step();
            if (!this.#matches(when)) continue;

            for (const statement of statements) {
                if (statement.kind === "next") return true;

                if (statement.kind === "exit") return false;

                this.#do(statement);
            }
        }
        return true;
    }

    #matches(when: AwkRule["when"]): boolean {
        switch (when.kind) {
            case "begin":
            case "always":
                return true;
            case "match":
                return (
                    when.pattern.test(when.of === undefined ? this.#line : this.#value(when.of), this.budget) !==
                    when.negated
                );
            case "equal":
                return isEqual(this.#value(when.left), this.#value(when.right)) !== when.negated;
            case "first": {
                const isNew = !this.#seen.has(this.#line);
                this.#seen.add(this.#line);
                return isNew;
            }
        }
    }

    #do(statement: Exclude<AwkStatement, { kind: "next" | "exit" }>): void {
        if (statement.kind === "print") {
            const words = statement.values.map((value) => this.#value(value));
            this.#print(joinLines([statement.values.length === 0 ? this.#line : words.join(" ")]));
        } else if (statement.kind === "printf") {
            const values = statement.values.map((value) => this.#value(value));
            this.#print(
                statement.format.replace(/%([sd%])/g, (_, kind: string) =>
                    kind === "%" ? "%" : (values.shift() ?? ""),
                ),
            );
        } else {
            const most = statement.global ? Infinity : 1;
            const line = replaceAll(
                this.#line,
                statement.pattern,
                (match) => statement.by.replaceAll("&", () => match),
                this.budget,
                most,
            );
            [this.#line, this.#fields] = [line, this.split(line)];
        }
    }

    #print(text: string): void {
        this.budget.characters(text.length);
        this.output += text;
    }

    #value(parts: AwkExpression): string {
        return parts
            .map((part) => {
                switch (part.kind) {
                    case "text":
                        return part.text;
                    case "field":
                        return part.at === 0
                            ? this.#line
                            : (this.#fields.at(part.at === "last" ? -1 : part.at - 1) ?? "");
                    case "name":
                        return this.#named(part.name);
                    case "case":
                        return part.upper ? this.#value(part.of).toUpperCase() : this.#value(part.of).toLowerCase();
                }
            })
            .join("");
    }

    #named(name: string): string {
        if (name === "NR" || name === "FNR") return String(this.#number);

        if (name === "NF") return String(this.#fields.length);

        if (/^[A-Z]+$/.test(name) && !this.variables.has(name)) this.isSupported = false; // a variable that awk sets, such as ENVIRON

        return this.variables.get(name) ?? "";
    }
}
