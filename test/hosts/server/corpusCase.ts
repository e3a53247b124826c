import * as fs from "node:fs";
import * as path from "node:path";
import { type Host, type HostUser, type Suite, mustExec } from "../../support/testbed";

/**
 * One configuration of the corpus, a text file: a title, then `key: value` lines, then the files, each after a line
 * `--- PATH [crlf] [no-newline] [mode=600]`, or `--- PATH -> TARGET` for a link.
 *
 * - `expect: drop-in`, `expect: main-file`: the file with our lines. `expect: refused FILE line N`: the line that
 * blocks them.
 * - `suites`: the hosts' releases; bookworm by default.
 * - `user`: the user who connects and applies; `root` by default. `port`: sshd's port; 22 by default.
 * - `warns`: part of a warning. `says`: another part of the error message.
 * - `folder: none`: no /etc/ssh/sshd_config.d.
 *
 * A space in a path is written %20.
 */
export interface CorpusCase {
    readonly name: string;
    readonly title: string;
    readonly expect: "drop-in" | "main-file" | { readonly file: string; readonly line: number };
    readonly suites: readonly Suite[];
    readonly user: HostUser;
    readonly port: number;
    readonly warns?: string;
    readonly says?: string;
    readonly folder: boolean;
    readonly files: readonly CorpusFile[];
}

interface CorpusFile {
    readonly path: string;
    readonly link?: string;
    readonly content: string;
    readonly mode: number;
}

const folder = path.join(__dirname, "../../corpus/sshd");

/** Reads every configuration of the corpus. */
export function readCorpus(): readonly CorpusCase[] {
    const names = fs.readdirSync(folder).filter((name) => name.endsWith(".txt"));
    return names.sort().map((name) => readCase(name.slice(0, -4), fs.readFileSync(path.join(folder, name), "utf8")));
}

function readCase(name: string, text: string): CorpusCase {
    const [head = "", ...sections] = text.split(/^--- /mu);
    const [title = "", ...lines] = head.trim().split("\n");
    const keys = new Map(lines.map((line) => line.split(/: (.*)/u).slice(0, 2) as [string, string]));
    const expect = keys.get("expect") ?? "";
    const refused = /^refused (\S+) line (\d+)$/u.exec(expect);
    if (refused === null && expect !== "drop-in" && expect !== "main-file")
        throw new Error(`${name} expects "${expect}", but that must be drop-in, main-file or refused FILE line N.`);

    const warns = keys.get("warns");
    const says = keys.get("says");
    return {
        name,
        title,
        expect: refused === null ? (expect as "drop-in") : { file: refused[1] as string, line: Number(refused[2]) },
        suites: (keys.get("suites") ?? "bookworm").split(" ") as Suite[],
        user: (keys.get("user") as HostUser | undefined) ?? "root",
        port: Number(keys.get("port") ?? 22),
        ...(warns === undefined ? {} : { warns }),
        ...(says === undefined ? {} : { says }),
        folder: keys.get("folder") !== "none",
        files: sections.map(readFile),
    };
}

function readFile(section: string): CorpusFile {
    const end = section.indexOf("\n");
    const [file = "", ...words] = section.slice(0, end).split(" ");
    let content = section.slice(end + 1);
    content = words.includes("no-newline") ? content.replace(/\n$/u, "") : content;
    content = words.includes("crlf") ? content.replaceAll("\n", "\r\n") : content;
    const mode = parseInt(/mode=(\d+)/u.exec(words.join(" "))?.[1] ?? "644", 8);
    return { path: decodeURI(file), content, mode, ...(words[0] === "->" ? { link: words[1] as string } : {}) };
}

/** Gives a host only this configuration, and makes its daemon read it if it can. */
export async function install(host: Host, { files, folder: made }: CorpusCase): Promise<void> {
    const root = `/proc/${host.init.pid}/root`;
    await mustExec(host, `cd /etc/ssh && rm -rf sshd_config* conf.d real ${made ? "&& mkdir sshd_config.d" : ""}`);
    for (const { path: file, link, content, mode } of files) {
        const place = path.join(root, file);
        fs.mkdirSync(path.dirname(place), { recursive: true });
        if (link === undefined) fs.writeFileSync(place, content, { mode });
        else fs.symlinkSync(link, place);
    }
    await mustExec(
        host,
        `! sshd -t 2>/dev/null || {
            sockets() { ls -l "/proc/$(cat /run/sshd.pid)/fd" | grep -o 'socket:.*'; }
            before=$(sockets)
            kill -HUP "$(cat /run/sshd.pid)"
            for _ in $(seq 500); do
                sleep 0.02
                after=$(sockets) && [ "$after" != "$before" ] && exit 0
            done
            exit 1
        }`,
    );
}
