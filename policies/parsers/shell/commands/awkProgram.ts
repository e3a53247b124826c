import { LinearExpression } from "../../regularExpressions";

/** A concatenation. */
export type AwkExpression = AwkPart[];

type AwkPart =
    | { kind: "text"; text: string }
    | { kind: "field"; at: number | "last" }
    | { kind: "name"; name: string }
    | { kind: "case"; upper: boolean; of: AwkExpression };

export type AwkStatement =
    | { kind: "print"; values: AwkExpression[] }
    | { kind: "printf"; format: string; values: AwkExpression[] }
    | { kind: "substitute"; pattern: LinearExpression; by: string; global: boolean }
    | { kind: "next" }
    | { kind: "exit" };

export interface AwkRule {
    when:
        | { kind: "begin" | "always" }
        | { kind: "first" }
        | { kind: "match"; of?: AwkExpression; pattern: LinearExpression; negated: boolean }
        | { kind: "equal"; left: AwkExpression; right: AwkExpression; negated: boolean };
    statements: AwkStatement[];
}

/** Parses a program that consists of prints and substitutions; undefined for any other program. */
export function parseAwk(program: string): AwkRule[] | undefined {
    try {
        return new Parser(program).rules();
    } catch (error) {
        if (error instanceof UnsupportedProgram) return undefined;

        throw error;
    }
}

class UnsupportedProgram extends Error {}

class Parser {
    #rest: string;

    constructor(program: string) {
        if (program.length > 4000) throw new UnsupportedProgram();

        this.#rest = program;
    }

    rules(): AwkRule[] {
        const rules: AwkRule[] = [];
        for (this.#blanks(); this.#rest !== ""; this.#blanks()) rules.push(this.#rule());

        return rules;
    }

    #rule(): AwkRule {
        const when: AwkRule["when"] = this.#rest.startsWith("{") ? { kind: "always" } : this.#pattern();
        this.#take(/^[ \t]*/);
        const statements = this.#rest.startsWith("{") ? this.#block() : undefined;
        if (statements === undefined && when.kind === "begin") throw new UnsupportedProgram();

        return { when, statements: statements ?? [{ kind: "print", values: [] }] };
    }

    #pattern(): AwkRule["when"] {
        if (this.#take(/^BEGIN[ \t]*(?=\{)/) !== undefined) return { kind: "begin" };

        if (this.#take(/^!\w+\[\$0\]\+\+/) !== undefined) return { kind: "first" };

        if (this.#take(/^1(?![\w.])/) !== undefined) return { kind: "always" };

        const negated = this.#take(/^![ \t]*(?=\/)/) !== undefined;
        if (this.#rest.startsWith("/")) return { kind: "match", pattern: this.#expression(), negated };

        const left = this.#value();
        const [operator] = this.#take(/^[ \t]*(==|!=|!~|~)[ \t]*/) ?? [];
        if (operator === undefined) throw new UnsupportedProgram();

        if (operator.includes("~"))
            return { kind: "match", of: left, pattern: this.#expression(), negated: operator.includes("!") };

        return { kind: "equal", left, right: this.#value(), negated: operator.includes("!") };
    }

    #block(): AwkStatement[] {
        this.#take(/^\{/);
        const statements: AwkStatement[] = [];
        for (this.#blanks(); !this.#rest.startsWith("}");) {
            statements.push(this.#statement());
            if (this.#take(/^[ \t]*(?=\})/) === undefined && this.#take(/^[ \t]*[;\n][;\s]*/) === undefined)
                throw new UnsupportedProgram();
        }
        this.#take(/^\}/);
        return statements;
    }

    #statement(): AwkStatement {
        const [word = ""] = this.#take(/^(print|printf|next|exit|sub|gsub)\b[ \t]*/) ?? [];
        switch (word.trim()) {
            case "next":
                return { kind: "next" };
            case "exit":
                return { kind: "exit" };
            case "print":
                return { kind: "print", values: this.#values() };
            case "printf": {
                const [format, ...values] = this.#values();
                if (format?.length !== 1 || format[0]?.kind !== "text" || /%[^sd%]/.test(format[0].text))
                    throw new UnsupportedProgram();

                return { kind: "printf", format: format[0].text, values };
            }
            case "sub":
            case "gsub": {
                this.#need(/^\([ \t]*/);
                const pattern = this.#expression();
                this.#need(/^[ \t]*,[ \t]*/);
                const by = this.#value();
                this.#need(/^[ \t]*(?:,[ \t]*\$0[ \t]*)?\)/);
                if (by.length !== 1 || by[0]?.kind !== "text" || by[0].text.includes("\\"))
                    throw new UnsupportedProgram();

                return { kind: "substitute", pattern, by: by[0].text, global: word.startsWith("g") };
            }
            default:
                throw new UnsupportedProgram();
        }
    }

    #values(): AwkExpression[] {
        const values: AwkExpression[] = [];
        while (!/^[ \t]*(?:[;\n}]|$)/.test(this.#rest)) {
            values.push(this.#value());
            if (this.#take(/^[ \t]*,[ \t]*/) === undefined) break;
        }
        return values;
    }

    #value(): AwkExpression {
        const parts: AwkPart[] = [];
        for (let part = this.#part(); part !== undefined; part = this.#part()) parts.push(part);

        if (parts.length === 0) throw new UnsupportedProgram();

        return parts;
    }

    #part(): AwkPart | undefined {
        this.#take(/^[ \t]+/);
        const [, text] = this.#take(/^"((?:[^"\\\n]|\\["\\/nt])*)"/) ?? [];
        if (text !== undefined) {
            const known: Record<string, string> = { n: "\n", t: "\t" };
            return { kind: "text", text: text.replace(/\\(.)/g, (_, c: string) => known[c] ?? c) };
        }
        const [, number] = this.#take(/^([0-9]{1,9})(?![\w.])/) ?? [];
        if (number !== undefined) return { kind: "text", text: String(Number(number)) };

        const [, field] = this.#take(/^\$([0-9]{1,3}|NF)(?![\w[(])/) ?? [];
        if (field !== undefined) return { kind: "field", at: field === "NF" ? "last" : Number(field) };

        const [, name] = this.#take(/^(toupper|tolower)\(/) ?? [];
        if (name !== undefined) {
            const of = this.#value();
            this.#need(/^[ \t]*\)/);
            return { kind: "case", upper: name === "toupper", of };
        }
        const [, variable] = this.#take(/^([A-Za-z_]\w*)(?![\w[(])(?![ \t]*(?:=[^=]|\+\+|--|[-+*/%^]=))/) ?? [];
        if (/^(getline|in|length|function|return|if|else|for|while|do|delete)$/.test(variable ?? ""))
            throw new UnsupportedProgram();

        return variable === undefined ? undefined : { kind: "name", name: variable };
    }

    #expression(): LinearExpression {
        const [, source] = this.#need(/^\/((?:[^/\\\n]|\\[\s\S])+)\//);
        const pattern = LinearExpression.posix(source!.replaceAll("\\/", "/"), { extended: true, ignoresCase: false });
        if (pattern === undefined) throw new UnsupportedProgram();

        return pattern;
    }

    #blanks(): void {
        this.#take(/^(?:[\s;]|#[^\n]*)+/);
    }

    #take(expression: RegExp): RegExpExecArray | undefined {
        const taken = expression.exec(this.#rest) ?? undefined;
        this.#rest = this.#rest.slice(taken?.[0].length ?? 0);
        return taken;
    }

    #need(expression: RegExp): RegExpExecArray {
        const taken = this.#take(expression);
        if (taken === undefined) throw new UnsupportedProgram();

        return taken;
    }
}
