import { posix } from "node:path";
import { isConfig, procSys, runtimeSysctl } from "./configPaths";
import { namesSetting } from "./text";
import { hasUnknown, mayBe, unknownLine } from "./unknown";

/** The root folder, as seen through /proc by a process of the host. */
const rootOfProcess = /^\/proc\/(?:self|thread-self|[0-9]+)\/root(?:\/|$)/;

/**
 * The files that a text writes, with their content where it is known. When text is appended, the earlier content of the
 * file is an unknown line above it; a file that is edited in an unsupported way becomes an unknown line.
 */
export class Files {
    /** The reasons why text that names settings could not be read. */
    readonly unread: Set<string>;
    /** Why the following commands might be skipped, if so. The files that they change are then unknown. */
    skipReason: string | undefined;
    readonly #texts: Map<string, string>;
    readonly #links: Map<string, string>;

    constructor(from?: Files) {
        this.#texts = new Map(from === undefined ? [] : from.#texts);
        this.#links = new Map(from === undefined ? [] : from.#links);
        this.unread = new Set(from?.unread);
        this.skipReason = from?.skipReason;
    }

    clone(): Files {
        return new Files(this);
    }

    /** The written files, by path. */
    all(): ReadonlyMap<string, string> {
        return this.#texts;
    }

    /** The files at every path at which a program finds them, including links. */
    visible(): ReadonlyMap<string, string> {
        const found = new Map(this.#texts);
        for (const link of this.#links.keys()) {
            const target = this.#target(link);
            const inside = this.#inside(link);
            inside.forEach((path) => found.set(link + path.slice(target.length), this.read(path)));
            if (inside.length === 0) found.set(link, this.read(link));
        }
        return found;
    }

    /** Resolves links in the path. */
    locate(path: string): string {
        return hasUnknown(path) ? path : this.#target(path);
    }

    /** Files with the same key are the same to every later command. */
    key(): unknown {
        const texts = [...this.#texts].sort(([a], [b]) => (a < b ? -1 : 1));
        return [texts, [...this.#links], [...this.unread], this.skipReason];
    }

    has(path: string): boolean {
        return path === "/dev/null" || this.#texts.has(this.#target(path));
    }

    /** Returns the text of a file; that of an unknown file is an unknown line. */
    read(path: string): string {
        return path === "/dev/null" ? "" : (this.#texts.get(this.#target(path)) ?? unknownLine);
    }

    write(path: string, text: string): void {
        const target = this.#target(path);
        const key = procSys.exec(target)?.[1];
        if (this.skipReason !== undefined && !hasUnknown(path)) {
            if (namesSetting(text) || key !== undefined) this.unread.add(this.skipReason);

            this.#texts.set(key === undefined ? target : runtimeSysctl, unknownLine);
        } else if (key !== undefined) {
            this.append(runtimeSysctl, `${key} = ${text.trim()}\n`);
        } else if (hasUnknown(path)) {
            this.markUnknown((each) => mayBe(target, each), "a file with an unknown name", namesSetting(text));
        } else if (!target.startsWith("/dev/")) {
            this.#texts.set(target, text);
        }
    }

    append(path: string, text: string): void {
        const target = this.#target(path);
        const isAlone = procSys.test(target) || hasUnknown(path) || this.skipReason !== undefined;
        this.write(path, isAlone ? text : this.read(target) + text);
    }

    /** Copies a file, or a folder with its known files. */
    copy(from: string, to: string): void {
        if (hasUnknown(from) || hasUnknown(to)) {
            this.write(to, unknownLine);
            return;
        }
        const inside = this.#inside(from);
        inside.forEach((path) => this.write(posix.join(to, path.slice(this.#target(from).length)), this.read(path)));
        if (inside.length === 0) this.write(to, this.read(from));
    }

    /** Removes a file, or a folder with its content. */
    remove(path: string): void {
        if (hasUnknown(path)) {
            this.markUnknown((each) => mayBe(path, each), "a removal of unknown files");
            return;
        }
        this.#inside(path).forEach((each) => this.remove(each));
        const link = posix.normalize(path);
        if (this.skipReason !== undefined) {
            this.write(path, unknownLine);
            return;
        }
        this.#texts.delete(this.#links.has(link) ? link : this.#target(path));
        this.#links.delete(link);
    }

    /** Adds a symbolic link. */
    link(target: string, link: string): void {
        if (hasUnknown(target) || hasUnknown(link) || this.skipReason !== undefined) {
            this.write(link, unknownLine);
            return;
        }
        this.remove(link);
        this.#links.set(posix.normalize(link), posix.normalize(target));
    }

    /** Marks the files that `isTouched` selects as unknown. `names` tells whether the command that caused this names settings. */
    markUnknown(isTouched: (path: string) => boolean, why: string, names = false): void {
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
        let target = path === runtimeSysctl ? path : posix.normalize(path).replace(rootOfProcess, "/");
        for (let linkCount = 0; linkCount < 8; linkCount++) {
            const link = [...this.#links].find(([each]) => target === each || target.startsWith(`${each}/`));
            if (link === undefined) break;

            target = link[1] + target.slice(link[0].length);
        }
        return target;
    }
}
