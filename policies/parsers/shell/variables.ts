/** A script's variables, as far as it sets them itself. */
export class Variables {
    readonly #values: Map<string, readonly string[]>;
    readonly #exported: Set<string>;

    constructor(from?: Variables) {
        this.#values = new Map(from === undefined ? [] : from.#values);
        this.#exported = new Set(from === undefined ? [] : from.#exported);
    }

    clone(): Variables {
        return new Variables(this);
    }

    /** What a program that is started sees of them. */
    environment(): Variables {
        const inherited = new Variables();
        this.#exported.forEach((name) => inherited.setAll(name, this.all(name)));
        this.#exported.forEach((name) => inherited.export(name));
        return inherited;
    }

    names(): string[] {
        return [...this.#values.keys()];
    }

    /** An array's first element, as in a shell. */
    get(name: string): string | undefined {
        return this.#values.get(name)?.[0];
    }

    /** All elements of an array; a plain variable is one of one element. */
    all(name: string): readonly string[] | undefined {
        return this.#values.get(name);
    }

    set(name: string, value: string): void {
        this.#values.set(name, [value]);
    }

    setAll(name: string, values: readonly string[] | undefined): void {
        if (values === undefined) this.#values.delete(name);
        else this.#values.set(name, values);
    }

    export(name: string): void {
        this.#exported.add(name);
    }

    key(): unknown {
        return [...this.#values].sort(([a], [b]) => (a < b ? -1 : 1));
    }
}
