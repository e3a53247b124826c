import * as fs from "node:fs";
import { programText } from "../../../components/shell/programs";
import { type Host, exec } from "../../support/testbed";

/** A `~/.ssh/config` to apply a block to, and to remove the block from again. */
export interface ClientCase {
    readonly config: Buffer;
    readonly patterns: readonly string[];
    readonly settings: readonly string[];
    /** The hosts to query with ssh -G. */
    readonly hosts: readonly string[];
}

/** ssh's settings for a host: each line of `ssh -G`. */
type Answers = Readonly<Record<string, readonly string[]>>;

export interface ClientOutcome {
    readonly before: Answers;
    readonly after: Answers;
    /** The report, exit code and error message of the first apply. */
    readonly report: string;
    readonly code: number;
    readonly stderr: string;
    readonly applied: Buffer;
    /** The report of the second apply, and the file after it. */
    readonly second: string;
    readonly unchanged: Buffer;
    readonly restored: Buffer;
    /** Mode and owner before, after the apply, and at the end. */
    readonly modes: readonly string[];
    /** The other files in ~/.ssh at the end. */
    readonly otherFiles: string;
}

const script = `
cd /tmp/client-cases
ask() { while read -r host; do echo "host: $host"; ssh -G -- "$host" 2>/dev/null | plain; done <"$case/hosts" >"$case/$1"; }
plain() { sed 's/^tcpkeepalive true$/tcpkeepalive yes/; s/^tcpkeepalive false$/tcpkeepalive no/'; }
mode() { stat -c %a:%u:%g ~/.ssh/config >>"$case/modes"; }
rm -rf ~/.ssh/config
for case in *; do
    cp "$case/config" ~/.ssh/config
    mode
    ask before
    . "./$case/arguments"
    sh program.sh apply --owner a/b/c "$@" >"$case/report" 2>"$case/said"
    echo $? >"$case/code"
    mode
    cp ~/.ssh/config "$case/applied"
    ask after
    sh program.sh apply --owner a/b/c "$@" >"$case/again" 2>&1
    cp ~/.ssh/config "$case/unchanged"
    sh program.sh restore --owner a/b/c >/dev/null
    mode
    cp ~/.ssh/config "$case/restored"
    ls -A ~/.ssh ~ | grep -e pulumi >"$case/left"
    rm -f ~/.ssh/config
done 2>errors
`.replace("for case in *;", "for case in [0-9]*;");

/** Runs the cases on a host one after another, in root's home directory. */
export async function runClientCases(host: Host, cases: readonly ClientCase[]): Promise<ClientOutcome[]> {
    const folder = `/proc/${host.init.pid}/root/tmp/client-cases`;
    fs.rmSync(folder, { recursive: true, force: true });
    fs.mkdirSync(folder);
    fs.writeFileSync(`${folder}/program.sh`, programText("client"));
    cases.forEach(({ config, patterns, settings, hosts }, index) => {
        const own = `${folder}/${index}`;
        const words = [...patterns.flatMap((pattern) => ["--pattern", pattern]), ...settings];
        fs.mkdirSync(own);
        fs.writeFileSync(`${own}/config`, config, { mode: [0o600, 0o644, 0o640][index % 3] as number });
        fs.writeFileSync(`${own}/hosts`, hosts.map((name) => `${name}\n`).join(""));
        fs.writeFileSync(`${own}/arguments`, `set -- ${words.map((word) => `'${word}'`).join(" ")}\n`);
    });
    const { stderr, exitCode } = await exec(host, script, { timeout: 120 });
    if (exitCode !== 0) throw new Error(`The cases ended with exit code ${exitCode}: ${stderr}`);
    return cases.map((_, index) => readOutcome(`${folder}/${index}`));
}

function readOutcome(folder: string): ClientOutcome {
    const text = (name: string) => fs.readFileSync(`${folder}/${name}`, "utf8");
    return {
        before: answers(text("before")),
        after: answers(text("after")),
        report: text("report"),
        code: Number(text("code")),
        stderr: text("said"),
        applied: fs.readFileSync(`${folder}/applied`),
        second: text("again"),
        unchanged: fs.readFileSync(`${folder}/unchanged`),
        restored: fs.readFileSync(`${folder}/restored`),
        modes: text("modes").trim().split("\n"),
        otherFiles: text("left"),
    };
}

function answers(text: string): Answers {
    return Object.fromEntries(
        text
            .split(/^host: /mu)
            .slice(1)
            .map((part) => part.trimEnd().split("\n"))
            .map(([host = "", ...lines]) => [host, lines]),
    );
}

/** The keywords of a set of settings, as `ssh -G` prints them. */
export function keywordsOf(settings: readonly string[]): string[] {
    return settings.map((setting) => (setting.split(" ")[0] ?? "").toLowerCase());
}

/** The lines of `ssh -G` output for these keywords, or all others. */
export function linesOf(answer: readonly string[] | undefined, keywords: readonly string[], about: boolean): string[] {
    return (answer ?? []).filter((line) => keywords.includes(line.split(" ")[0] ?? "") === about);
}

const block = /# BEGIN pulumi-ssh-keepalive\n(?:.*\n)*?# END pulumi-ssh-keepalive\n/u;

/** The file without the block, and without the newline that was inserted before it if there was none. */
export function withoutBlock(applied: Buffer, original: Buffer): Buffer {
    const text = applied.toString("latin1");
    const rest = text.replace(block, "");
    const glued = /^# made here: .*newline$/mu.test(text) && !original.toString("latin1").endsWith("\n");
    return Buffer.from(glued ? rest.slice(0, -1) : rest, "latin1");
}
