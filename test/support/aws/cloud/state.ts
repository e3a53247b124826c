import * as fs from "node:fs";
import * as path from "node:path";

/** How an instance's sshd starts: it listens this many seconds after the address is known (0 by default), or never. */
export interface SshdStart {
    readonly listensAfter?: number | "never";
}

/** An instance that was started. */
export interface Instance {
    readonly id: string;
    readonly tags: Readonly<Record<string, string>>;
}

/** The variable with the directory that the test and the provider, which Pulumi starts, share. */
export const stateVariable = "FAKE_CLOUD_STATE";

/** The state of a fake cloud whose instances belong to one set of hosts, stored in a directory. */
export class CloudState {
    public constructor(private readonly folder: string) {}

    /** The set of hosts to which instances are added. */
    public get set(): string {
        return this.read<{ set: string }>("set.json", { set: "" }).set;
    }

    public set set(set: string) {
        this.write("set.json", { set });
    }

    /** How the sshd of instances starts, by the tag `Name`. */
    public get sshd(): Readonly<Record<string, SshdStart>> {
        return this.read("sshd.json", {});
    }

    public set sshd(sshd: Readonly<Record<string, SshdStart>>) {
        this.write("sshd.json", sshd);
    }

    /** The running instances, the oldest first. */
    public instances(): Instance[] {
        const files = fs.readdirSync(this.folder).filter((name) => name.startsWith("i-"));
        return files.sort().map((name) => this.read<Instance>(name, { id: "", tags: {} }));
    }

    public addInstance(instance: Instance): void {
        this.write(`${instance.id}.json`, instance);
    }

    public removeInstance(id: string): void {
        fs.rmSync(path.join(this.folder, `${id}.json`), { force: true });
    }

    /** Stores the state of a resource. */
    public store(name: string, value: unknown): void {
        this.write(`resource-${name}.json`, value);
    }

    /** Returns the stored state of a resource. Throws if there is none. */
    public load<T>(name: string): T {
        const value = this.read<T | null>(`resource-${name}.json`, null);
        if (value === null) throw new Error(`The cloud has no ${name}.`);
        return value;
    }

    public remove(name: string): void {
        fs.rmSync(path.join(this.folder, `resource-${name}.json`), { force: true });
    }

    private read<T>(name: string, otherwise: T): T {
        const file = path.join(this.folder, name);
        return fs.existsSync(file) ? (JSON.parse(fs.readFileSync(file, "utf8")) as T) : otherwise;
    }

    private write(name: string, value: unknown): void {
        fs.writeFileSync(path.join(this.folder, name), JSON.stringify(value));
    }
}
