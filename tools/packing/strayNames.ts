import { type Names, visit } from "./names";
import { type Command, parse, type SyntaxNode } from "./syntax";

type Argument = Command["args"][number];

/** Commands that accept names, or code with names, as arguments: all of their arguments are checked. */
const acceptNames = new Set("trap eval read export unset readonly getopts local typeset declare alias let".split(" "));
/** Commands that look up a command: an argument is the name of a function, never of a variable. */
const lookUpNames = new Set(["command", "type", "hash"]);
const shells = new Set(["sh", "dash", "bash", "ash", "ksh", "zsh"]);
/** Syntax that POSIX sh does not have, and that findNames does not support. */
const beyondPosix = new Set("TestCommand Select ArithmeticFor ArithmeticCommand FileDescriptorVariable".split(" "));

/**
 * Throws if a name to be replaced also occurs in a place that findNames has not found but that the shell interprets as a
 * name: in quotes, in code in a string, in another process's environment. Names without an underscore may occur in
 * messages, as English words.
 */
export function rejectStrayNames(program: string, { functions, variables }: Names): void {
    const found = new Set([...functions, ...variables].map(({ pos }) => pos));
    const functionNames = new Set(functions.map(({ name }) => name));
    const variableNames = new Set(variables.map(({ name }) => name));
    const allNames = new Set([...functionNames, ...variableNames]);
    const script = parse(program);
    const callers = callersIn(script);

    visit(script, (node) => {
        const isNested = node.type === "CommandExpansion" && /^`[^]*\\/.test(node.text);
        const isIndirect = node.type === "ParameterExpansion" && node.text.startsWith("${!");
        if (beyondPosix.has(node.type) || isNested || isIndirect)
            throw new Error(`not plain POSIX shell, so names cannot be determined: ${sourceOf(node)}`);
        if (node.type === "Command") checkCommand(node);
        if (node.type === "ArithmeticWord") reject(node, /(?<![$\w{])[a-z]\w*/g, variableNames);
        if (node.type === "Assignment" && node.value.type === "Word") checkPassedWords([node.value], node.name);
        if (node.type === "For") checkPassedWords(node.wordlist ?? [], node.name.text);
        if (node.type === "Word" || (node.type === "HereDocBody" && node.parts !== undefined))
            reject(node, /(?<=(?<!\\)\$\{?#?)[a-z]\w*/g, variableNames, singleQuoted(node));
    });

    function checkCommand(command: Command): void {
        const [first, ...rest] = command.name === undefined ? [] : [command.name, ...command.args];
        if (first === undefined) return;
        for (const part of command.prefix) if (part.type === "Assignment") checkAssignment(part, command);
        if (functionNames.has(first.value) && !found.has(first.pos)) throw strayNameError(first.value, command);
        const name = lookUpNames.has(first.value) && acceptNames.has(valueOf(rest[0])) ? valueOf(rest[0]) : first.value;
        const option = rest.findIndex((word) => /^-v$/.test(valueOf(word)));
        if (acceptNames.has(name) || isShellCode([first, ...rest])) {
            for (const word of name === "getopts" ? rest.slice(1) : rest) reject(word, /[A-Za-z_]\w*/g, allNames);
        } else if (lookUpNames.has(name)) {
            for (const word of rest) reject(word, /[A-Za-z_]\w*/g, functionNames);
        } else if (["[", "test", "printf"].includes(name) && option >= 0) {
            const word = rest[option + 1];
            if (word !== undefined) reject(word, /[A-Za-z_]\w*/g, variableNames);
        } else if (name !== "[" && name !== "test") {
            checkPassedWords(rest, name);
        }
    }

    /** A variable that is assigned for one command is in the command's environment, under that name. */
    function checkAssignment(assignment: Extract<SyntaxNode, { type: "Assignment" }>, command: Command): void {
        if (variableNames.has(assignment.name)) throw strayNameError(assignment.name, command);
    }

    /**
     * A name with an underscore is not an English word: text that contains it may be called or evaluated later. A name
     * without one is called only where a variable or an argument is the command.
     */
    function checkPassedWords(words: readonly Argument[], receiver: string): void {
        for (const word of words) {
            reject(word, /[A-Za-z]\w*_\w*/g, allNames);
            const isCalled = callers.has(receiver) && functionNames.has(valueOf(word)) && !found.has(word.pos);
            if (isCalled) throw strayNameError(valueOf(word), word);
        }
    }

    function reject(
        node: SyntaxNode,
        pattern: RegExp,
        names: ReadonlySet<string>,
        but: readonly SyntaxNode[] = [],
    ): void {
        for (const { 0: name, index } of program.slice(node.pos, node.end).matchAll(pattern)) {
            const pos = node.pos + index;
            if (!names.has(name) || found.has(pos) || but.some((other) => other.pos <= pos && pos < other.end))
                continue;
            throw strayNameError(name, node);
        }
    }

    function strayNameError(name: string, node: SyntaxNode): Error {
        return new Error(
            `the name ${name} would stay in ${sourceOf(node)} and be replaced elsewhere: packing finds it in a call, an assignment, ` +
                "an expansion, for and read, and as a word without quotes after trap and, with an underscore, after a function of the program",
        );
    }

    function sourceOf(node: SyntaxNode): string {
        return program.slice(node.pos, node.end).replace(/\n[^]*/, "…");
    }
}

/** The variables whose values are commands, and the functions that call their arguments. */
function callersIn(script: SyntaxNode): ReadonlySet<string> {
    const callers = new Set<string>();
    visit(script, (node) => {
        if (node.type === "Command") callers.add(/^"?\$\{?([a-z]\w*)/.exec(node.name?.text ?? "")?.[1] ?? "");
        if (node.type !== "Function") return;
        visit(node.body, (inner) => {
            if (inner.type === "Command" && /^"?\$\{?[1-9@*]/.test(inner.name?.text ?? "")) callers.add(node.name.text);
        });
    });
    return callers;
}

function valueOf(word: Argument | undefined): string {
    return word?.type === "Word" ? word.value : "";
}

function isShellCode(words: readonly Argument[]): boolean {
    const shell = words.findIndex((word) => shells.has(valueOf(word).replace(/.*\//, "")));
    return shell >= 0 && words.slice(shell).some((word) => /^-\w*c$/.test(valueOf(word)));
}

function singleQuoted(node: SyntaxNode): SyntaxNode[] {
    const quoted: SyntaxNode[] = [];
    visit(node, (part) => {
        if (part.type === "SingleQuoted") quoted.push(part);
    });
    return quoted;
}
