import { posix } from "node:path";
import { hasUnknown, unknownText } from "./unknown";

/** A file as far as a text tells its content. */
export interface WrittenFile {
    text: string;
    /** Whether the text is the whole file; otherwise what stood there before stands above it, unknown. */
    whole: boolean;
}

/** `sysctl -w` and writes to /proc/sys are kept as lines of a sysctl file of this name. */
export const runtimeSysctl = "sysctl -w";

/** The files that a text writes. Paths with unknowns name no file. */
export class Files {
    readonly #files = new Map<string, WrittenFile>();

    /** The written files, by path. */
    all(): ReadonlyMap<string, WrittenFile> {
        return this.#files;
    }

    read(path: string): WrittenFile | undefined {
        if (path === "/dev/null") {
            return { text: "", whole: true };
        }
        return this.#files.get(posix.normalize(path));
    }

    write(path: string, text: string): void {
        this.set(path, { text, whole: true });
    }

    append(path: string, text: string): void {
        const before = this.read(path) ?? { text: "", whole: false };
        this.set(path, { ...before, text: before.text + text });
    }

    /** What a file of unknown content becomes is unknown, but for what is written to it later. */
    copy(from: string, to: string): void {
        this.set(
            to,
            hasUnknown(from)
                ? { text: `${unknownText}\n`, whole: false }
                : (this.read(from) ?? { text: "", whole: false }),
        );
    }

    remove(path: string): void {
        this.#files.delete(posix.normalize(path));
    }

    set(path: string, file: WrittenFile): void {
        const sysctl = /^\/proc\/sys\/(net\/ipv4\/tcp_keepalive_\w+)$/.exec(path);
        if (sysctl !== null) {
            this.append(runtimeSysctl, `${sysctl[1]} = ${file.text.trim()}\n`);
        } else if (!hasUnknown(path) && !path.startsWith("/dev/")) {
            this.#files.set(posix.normalize(path), file);
        }
    }
}
