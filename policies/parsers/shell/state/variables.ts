import { hasUnknown, unknownText } from "../../unknown";

type Attribute = { kind: "lower" | "upper" } | { kind: "reference"; target: string };

interface SavedVariable {
    values: readonly string[] | undefined;
    keys: readonly string[] | undefined;
    attribute: Attribute | undefined;
}

/** The variables that a script sets. */
export class Variables {
    readonly #values: Map<string, readonly string[]>;
    readonly #exported: Set<string>;
    /** The attributes from `declare -l`, `-u` and `-n`: the case of a variable's values, or the variable that it refers to. */
    readonly #attributes: Map<string, Attribute>;
    #isOpen: boolean;

    constructor(from?: Variables) {
        this.#values = new Map(from === undefined ? [] : from.#values);
        this.#exported = new Set(from === undefined ? [] : from.#exported);
        this.#attributes = new Map(from === undefined ? [] : from.#attributes);
        this.#isOpen = from !== undefined && from.#isOpen;
    }

    /** Whether any variable may be set, because text that cannot be read may have set it. */
    get hasUnknownNames(): boolean {
        return this.#isOpen;
    }

    addUnknownNames(): void {
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
        return this.all(name)?.[0];
    }

    /** All elements of an array; a plain variable has one. */
    all(name: string): readonly string[] | undefined {
        return this.#values.get(this.#resolve(name));
    }

    set(name: string, value: string): void {
        this.setAll(name, [value]);
    }

    /** The keys of an array that was filled key by key; undefined for any other. */
    keys(name: string): readonly string[] | undefined {
        const keys = this.#values.get(keysName(this.#resolve(name)));
        return keys === undefined || keys.some(hasUnknown) ? undefined : keys;
    }

    setKeys(variable: string, keys: readonly string[] | undefined): void {
        const name = this.#resolve(variable);
        if (keys === undefined) this.#values.delete(keysName(name));
        else this.#values.set(keysName(name), keys);
    }

    /** Sets an element of an array by key. An array that was set in another way becomes unknown. */
    setElement(variable: string, key: string, value: string): void {
        const name = this.#resolve(variable);
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

    setAll(variable: string, values: readonly string[] | undefined): void {
        const name = this.#resolve(variable);
        this.setKeys(name, undefined);
        if (values === undefined) this.#values.delete(name);
        else this.#values.set(name, values.map(caseConverter(this.#attributes.get(name))));
    }

    /** Converts the present and future values to lower or upper case; undefined ends that. */
    setCase(name: string, kind: "lower" | "upper" | undefined): void {
        if (kind === undefined) this.#attributes.delete(name);
        else this.#attributes.set(name, { kind });

        if (this.#values.has(name)) this.setAll(name, this.all(name));
    }

    /** Makes the name a reference to the variable that its value names. */
    setReference(name: string): void {
        const target = this.#values.get(name)?.[0];
        if (target === undefined || target === name || hasUnknown(target)) {
            this.set(name, unknownText);
            return;
        }
        this.#values.delete(name);
        this.#attributes.set(name, { kind: "reference", target });
    }

    /** Returns the state of the name, for `restore`. */
    save(name: string): SavedVariable {
        return {
            values: this.#values.get(name),
            keys: this.#values.get(keysName(name)),
            attribute: this.#attributes.get(name),
        };
    }

    restore(name: string, { values, keys, attribute }: SavedVariable): void {
        if (attribute === undefined) this.#attributes.delete(name);
        else this.#attributes.set(name, attribute);

        for (const [key, value] of [
            [name, values],
            [keysName(name), keys],
        ] as const) {
            if (value === undefined) this.#values.delete(key);
            else this.#values.set(key, value);
        }
    }

    #resolve(name: string): string {
        let target = name;
        for (let references = 0; references < 8; references++) {
            const attribute = this.#attributes.get(target);
            if (attribute?.kind !== "reference") break;

            target = attribute.target;
        }
        return target;
    }

    /** The value that a child process sees; undefined if the script does not set it. */
    exported(name: string): string | undefined {
        return this.#exported.has(name) ? this.get(name) : undefined;
    }

    /** Marks the exported values as unknown, for a child process that may not get them. */
    hideExported(): void {
        this.#exported.forEach((name) => {
            if (this.all(name) !== undefined) this.set(name, unknownText);
        });
    }

    export(name: string): void {
        this.#exported.add(name);
    }

    key(): unknown {
        return [...this.#values, ...this.#attributes].sort(([a], [b]) => (a < b ? -1 : 1));
    }
}

function caseConverter(attribute: Attribute | undefined): (value: string) => string {
    if (attribute?.kind === "lower") return (value) => value.toLowerCase();

    return attribute?.kind === "upper" ? (value) => value.toUpperCase() : (value) => value;
}

/** The name under which an array's keys are kept, which no script can use. */
function keysName(name: string): string {
    return `${name}[]`;
}
