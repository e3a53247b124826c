import { posix } from "node:path";
import { isConfig, procSys, runtimeSysctl } from "./configPaths";
import { namesSetting } from "./text";
import { hasUnknown, mayBe, unknownLine } from "./unknown";

/**
 * The files that a text writes, as far as it tells their content. What a file held before is an unknown line above what
 * is appended; a file that is edited in a way that cannot be read is an unknown line.
 */
export class Files {
    /** Why text that may be of interest could not be read. */
    readonly unread: Set<string>;
    readonly #texts: Map<string, string>;
    readonly #links: Map<string, string>;

    constructor(from?: Files) {
        this.#texts = new Map(from === undefined ? [] : from.#texts);
        this.#links = new Map(from === undefined ? [] : from.#links);
        this.unread = new Set(from?.unread);
    }

    clone(): Files {
        return new Files(this);
    }

    /** The written files, by path. */
    all(): ReadonlyMap<string, string> {
        return this.#texts;
    }

    has(path: string): boolean {
        return path === "/dev/null" || this.#texts.has(this.#target(path));
    }

    /** The text of the file; one that is not known is an unknown line. */
    read(path: string): string {
        return path === "/dev/null" ? "" : (this.#texts.get(this.#target(path)) ?? unknownLine);
    }

    write(path: string, text: string): void {
        const target = this.#target(path);
        const key = procSys.exec(target)?.[1];
        if (key !== undefined) this.append(runtimeSysctl, `${key} = ${text.trim()}\n`);
        else if (hasUnknown(path))
            this.forget((each) => mayBe(target, each), "a file with an unknown name", namesSetting(text));
        else if (!target.startsWith("/dev/")) this.#texts.set(target, text);
    }

    append(path: string, text: string): void {
        const target = this.#target(path);
        this.write(path, procSys.test(target) || hasUnknown(path) ? text : this.read(target) + text);
    }

    /** A file, or a folder with all that is known to be in it. */
    copy(from: string, to: string): void {
        if (hasUnknown(from) || hasUnknown(to)) {
            this.write(to, unknownLine);
            return;
        }
        const inside = this.#inside(from);
        inside.forEach((path) => this.write(posix.join(to, path.slice(this.#target(from).length)), this.read(path)));
        if (inside.length === 0) this.write(to, this.read(from));
    }

    /** Takes away a file, or a folder with all that is in it. */
    remove(path: string): void {
        if (hasUnknown(path)) {
            this.forget((each) => mayBe(path, each), "a removal of unknown files");
            return;
        }
        this.#inside(path).forEach((each) => this.#texts.delete(each));
        const link = posix.normalize(path);
        this.#texts.delete(this.#links.has(link) ? link : this.#target(path));
        this.#links.delete(link);
    }

    /** The link stands for the target from now on. */
    link(target: string, link: string): void {
        if (hasUnknown(target) || hasUnknown(link)) {
            this.write(link, unknownLine);
            return;
        }
        this.remove(link);
        this.#links.set(posix.normalize(link), posix.normalize(target));
    }

    /** From here on the files that `isTouched` names may hold anything. `names`: whether what did it names settings. */
    forget(isTouched: (path: string) => boolean, why: string, names = false): void {
        let lost = names;
        for (const [path, text] of this.#texts) {
            if (isTouched(path)) {
                lost ||= isConfig(path) && text !== unknownLine;
                this.#texts.set(path, unknownLine);
            }
        }
        if (lost) this.unread.add(why);
    }

    #inside(folder: string): string[] {
        const prefix = `${this.#target(folder).replace(/\/$/, "")}/`;
        return [...this.#texts.keys()].filter((path) => path.startsWith(prefix));
    }

    #target(path: string): string {
        let target = path === runtimeSysctl ? path : posix.normalize(path);
        for (let followed = 0; followed < 8; followed++) {
            const link = [...this.#links].find(([each]) => target === each || target.startsWith(`${each}/`));
            if (link === undefined) break;

            target = link[1] + target.slice(link[0].length);
        }
        return target;
    }
}
