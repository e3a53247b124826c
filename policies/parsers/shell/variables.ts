import { hasUnknown, unknownText } from "../unknown";

/** A script's variables, as far as it sets them itself. */
export class Variables {
    readonly #values: Map<string, readonly string[]>;
    readonly #exported: Set<string>;
    #isOpen: boolean;

    constructor(from?: Variables) {
        this.#values = new Map(from === undefined ? [] : from.#values);
        this.#exported = new Set(from === undefined ? [] : from.#exported);
        this.#isOpen = from !== undefined && from.#isOpen;
    }

    /** Whether any variable may be set, because something that cannot be read may have set it. */
    get isOpen(): boolean {
        return this.#isOpen;
    }

    open(): void {
        this.#isOpen = true;
    }

    clone(): Variables {
        return new Variables(this);
    }

    /** The variables that a child process sees. */
    environment(): Variables {
        const inherited = new Variables();
        inherited.#isOpen = this.#isOpen;
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
        this.setAll(name, [value]);
    }

    /** The keys of an array that has been filled key by key; undefined for any other. */
    keys(name: string): readonly string[] | undefined {
        const keys = this.#values.get(keysOf(name));
        return keys === undefined || keys.some(hasUnknown) ? undefined : keys;
    }

    setKeys(name: string, keys: readonly string[] | undefined): void {
        if (keys === undefined) this.#values.delete(keysOf(name));
        else this.#values.set(keysOf(name), keys);
    }

    /** Sets an element of an array by key. An array that was set in another way becomes unknown. */
    setElement(name: string, key: string, value: string): void {
        const [keys, values] = [this.keys(name) ?? [], this.all(name) ?? []];
        if (keys.length !== values.length) {
            this.setKeys(name, undefined);
            this.#values.set(name, [unknownText]);
            return;
        }
        const at = keys.indexOf(key);
        this.setKeys(name, at < 0 ? [...keys, key] : keys);
        this.#values.set(name, at < 0 ? [...values, value] : values.map((each, i) => (i === at ? value : each)));
    }

    setAll(name: string, values: readonly string[] | undefined): void {
        this.setKeys(name, undefined);
        if (values === undefined) this.#values.delete(name);
        else this.#values.set(name, values);
    }

    /** The value that a child process sees; undefined if the script sets none. */
    exported(name: string): string | undefined {
        return this.#exported.has(name) ? this.get(name) : undefined;
    }

    export(name: string): void {
        this.#exported.add(name);
    }

    key(): unknown {
        return [...this.#values].sort(([a], [b]) => (a < b ? -1 : 1));
    }
}

/** The name under which an array's keys are kept; no script can use it. */
function keysOf(name: string): string {
    return `${name}[]`;
}
