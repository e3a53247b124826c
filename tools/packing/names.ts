import { type Command, forEachChild, parse, type SyntaxNode } from "./syntax";

/** An occurrence of one of a shell program's own names. */
export interface Use {
    readonly name: string;
    readonly pos: number;
    readonly end: number;
    /** The enclosing function; undefined at the top level. */
    readonly within: string | undefined;
    /** The end of the code in which this occurrence guarantees that the variable has a value, whatever ran before. */
    readonly setUntil: number | undefined;
}

/** The names of a shell program's functions and variables. */
export interface Names {
    readonly functions: readonly Use[];
    readonly variables: readonly Use[];
    /** For each function, the functions that it calls directly, or passes to a function that calls them. */
    readonly calls: ReadonlyMap<string, ReadonlySet<string>>;
    /** Other names in the program: of environment variables, of commands, and those in an eval. */
    readonly others: ReadonlySet<string>;
}

/** Nodes whose children may not run although the node does. */
const optional = new Set<SyntaxNode["type"]>(["Case", "CaseItem", "Subshell", "CommandExpansion"]);
/** Nodes of which only the first child always runs. */
const firstOnly = new Set<SyntaxNode["type"]>(["AndOr", "While", "If", "Elif"]);

/**
 * Finds a program's own names, in order of occurrence. Upper-case names belong to the environment; a name that occurs in an
 * eval is kept. Throws if the text is not a shell program.
 */
export function findNames(program: string): Names {
    const script = parsed(program);
    const defined = new Set<string>();
    visit(script, (node) => {
        if (node.type === "Function") defined.add(node.name.text);
    });
    const functions: Use[] = [];
    const variables: Use[] = [];
    const kept = new Set<string>();
    const others = new Set<string>();
    const calls = new Map([...defined].map((name) => [name, new Set<string>()]));
    collect(script, undefined, script.end);
    return {
        functions,
        variables: variables.filter(({ name }) => !kept.has(name)),
        calls,
        others: new Set([...others, ...kept]),
    };

    function collect(node: SyntaxNode, within: string | undefined, until: number): void {
        const variable = (name: string, pos: number, setUntil?: number): void => {
            if (/^[a-z]\w*$/.test(name)) variables.push({ name, pos, end: pos + name.length, within, setUntil });
            else others.add(name);
        };
        if (node.type === "Function") {
            functions.push({
                name: node.name.text,
                pos: node.name.pos,
                end: node.name.end,
                within,
                setUntil: undefined,
            });
            collect(node.body, node.name.text, node.end);
            return;
        }
        if (node.type === "Assignment") {
            collect(node.value, within, until);
            variable(node.name, node.pos, until);
            return;
        }
        if (node.type === "For") {
            for (const word of node.wordlist ?? []) collect(word, within, until);
            // After the loop it has a value only if there was a word.
            variable(node.name.text, node.name.pos, node.end);
            collect(node.body, within, node.body.end);
            return;
        }
        if (node.type === "SimpleExpansion") variable(node.text.slice(1), node.pos + 1);
        if (node.type === "ParameterExpansion") variable(node.parameter, node.parameterPos);
        if (node.type === "ArithmeticWord" && node.parts === undefined) variable(node.value, node.pos);
        if (node.type === "Command") {
            collectCalls(node, within);
            for (const word of node.args) {
                if (node.name?.text === "read" && word.type === "Word") variable(word.text, word.pos, until);
                if (node.name?.text === "eval") for (const [name] of word.text.matchAll(/\w+/g)) kept.add(name);
            }
        }
        let isFirst = true;
        forEachChild(node, (child) => {
            const runs = firstOnly.has(node.type) ? isFirst : !optional.has(node.type);
            collect(child, within, runs ? until : child.end);
            isFirst = false;
        });
    }

    /** A function is called by its name, or passed to trap or to another function as a separate word. */
    function collectCalls(command: Command, within: string | undefined): void {
        const called = command.name?.text ?? "";
        if (!defined.has(called)) others.add(called);
        const takes = called === "trap" || defined.has(called);
        for (const word of [command.name, ...(takes ? command.args : [])]) {
            if (word?.type !== "Word" || !defined.has(word.text)) continue;
            if (word !== command.name && !word.text.includes("_") && called !== "trap") continue;
            functions.push({ name: word.text, pos: word.pos, end: word.end, within, setUntil: undefined });
            for (const caller of [within, called]) if (caller !== undefined) calls.get(caller)?.add(word.text);
        }
    }
}

function parsed(program: string): SyntaxNode {
    const script = parse(program);
    visit(script, (node) => {
        if ("errors" in node && node.errors?.[0] !== undefined)
            throw new Error(`not a shell program: ${node.errors[0].message}, at ${node.errors[0].pos}`);
    });
    return script;
}

export function visit(node: SyntaxNode, see: (node: SyntaxNode) => void): void {
    see(node);
    forEachChild(node, (child) => visit(child, see));
}
