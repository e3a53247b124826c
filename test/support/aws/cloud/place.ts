import * as fs from "node:fs";
import * as path from "node:path";

/** How an instance's sshd behaves: it listens so many seconds after the address is known (0 by default), or never. */
export interface Fate {
    readonly listensAfter?: number | "never";
}

/** What is known of an instance that was started. */
export interface StartedInstance {
    readonly id: string;
    readonly tags: Readonly<Record<string, string>>;
}

/** The variable that names the folder by which a test and the provider that Pulumi starts know of each other. */
export const placeVariable = "STAND_IN_CLOUD";

/** A cloud of one set of hosts, written down in a folder. */
export class Place {
    public constructor(private readonly folder: string) {}

    /** The set of hosts that instances become part of. */
    public get set(): string {
        return this.read<{ set: string }>("set.json", { set: "" }).set;
    }

    public set set(set: string) {
        this.write("set.json", { set });
    }

    /** What is to become of instances, by the tag `Name`. */
    public get fates(): Readonly<Record<string, Fate>> {
        return this.read("fates.json", {});
    }

    public set fates(fates: Readonly<Record<string, Fate>>) {
        this.write("fates.json", fates);
    }

    /** The instances that were started and not ended, the oldest first. */
    public instances(): StartedInstance[] {
        const files = fs.readdirSync(this.folder).filter((name) => name.startsWith("i-"));
        return files.sort().map((name) => this.read<StartedInstance>(name, { id: "", tags: {} }));
    }

    public started(instance: StartedInstance): void {
        this.write(`${instance.id}.json`, instance);
    }

    public ended(id: string): void {
        fs.rmSync(path.join(this.folder, `${id}.json`), { force: true });
    }

    /** Keeps something that the cloud knows by a name. */
    public keep(name: string, value: unknown): void {
        this.write(`kept-${name}.json`, value);
    }

    /** What is kept by that name; throws if nothing is. */
    public kept<T>(name: string): T {
        const value = this.read<T | null>(`kept-${name}.json`, null);
        if (value === null) throw new Error(`The cloud has no ${name}.`);
        return value;
    }

    public forget(name: string): void {
        fs.rmSync(path.join(this.folder, `kept-${name}.json`), { force: true });
    }

    private read<T>(name: string, otherwise: T): T {
        const file = path.join(this.folder, name);
        return fs.existsSync(file) ? (JSON.parse(fs.readFileSync(file, "utf8")) as T) : otherwise;
    }

    private write(name: string, value: unknown): void {
        fs.writeFileSync(path.join(this.folder, name), JSON.stringify(value));
    }
}
