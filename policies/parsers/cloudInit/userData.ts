import { isRecord } from "../../../core/records";
import { runFile } from "../shell/commands/shells";
import { distinct, type Shell } from "../shell/state/shell";
import { namesSetting } from "../text";
import { readYaml } from "../yaml";
import { sectionsOf, type WrittenFile } from "./cloudConfig";
import { renderJinja } from "./jinja";
import { mergeConfigs } from "./merging";
import { detectType, partsOfUserData, type UserDataPart } from "./parts";

export type { UserDataPart } from "./parts";

/** Where cloud-init stores what it runs. The files of a folder run in the order of their names. */
const folders = { script: "/var/lib/cloud/instance/scripts", hook: "/var/lib/cloud/instance/boothooks" };
const perFolder = ["once", "boot", "instance"].map((frequency) => `/var/lib/cloud/scripts/per-${frequency}`);

/** What cloud-init does with all parts together. */
interface Plan {
    hooks: string[];
    config: Record<string, unknown>;
    /** The scripts, by path. */
    scripts: Map<string, string>;
    /** The kind of an unread part that may undo anything that the other parts do. */
    unreadCause: string | undefined;
    unread: Set<string>;
}

/**
 * Simulates a machine's user data: scripts, boot hooks and cloud-config, alone, in a MIME message or in an archive.
 * Other user data has no effect.
 */
export function simulateUserData(userData: string, shell: Shell): Shell[] {
    return simulateParts([{ type: "", text: userData }], shell);
}

export function simulateParts(parts: readonly UserDataPart[], shell: Shell): Shell[] {
    const plan: Plan = { hooks: [], config: {}, scripts: new Map(), unreadCause: undefined, unread: new Set() };
    const all = parts.flatMap((part) => partsOfUserData(part, shell.budget));
    all.forEach((part, i) => add({ ...part, filename: nameOf(part, i) }, plan, shell));
    const { bootCommands, files, commands, unread } = sectionsOf(plan.config);
    [...plan.unread, ...unread].forEach((why) => shell.files.unread.add(why));
    commands.forEach((script) => plan.scripts.set(`${folders.script}/runcmd`, script));

    const early = [...plan.hooks, ...bootCommands].reduce(
        (outcomes, script, i) => runAll(`${folders.hook}/${i}`, script, outcomes),
        [shell],
    );
    const idle = new Set<string>();
    writeAll(
        files.filter(({ isDeferred }) => !isDeferred),
        early,
        idle,
    );
    writeAll(
        files.filter(({ isDeferred }) => isDeferred),
        early,
        idle,
    );
    const late = runFolders(plan.scripts, early, idle);
    if (plan.unreadCause !== undefined)
        late.forEach((outcome) => outcome.files.markUnknown(() => true, plan.unreadCause!));

    return late;
}

/** Names a part as cloud-init does, without the characters that it removes. */
function nameOf({ filename }: UserDataPart, i: number): string {
    const clean = filename?.replaceAll("/", "_").replace(/[^\w.()-]/g, "") ?? "";
    return clean === "" ? `part-${String(i + 1).padStart(3, "0")}` : clean;
}

/** Adds what cloud-init does with a part to the plan. */
function add(part: UserDataPart, plan: Plan, shell: Shell): void {
    const { type, text, filename = "" } = part;
    const [, frequency] = /^text\/x-shellscript-per-(boot|instance|once)$/.exec(type) ?? [];
    if (type === "text/jinja2") {
        addTemplate(part, plan, shell);
    } else if (type === "text/cloud-config") {
        addConfig(part, plan, shell);
    } else if (type === "text/cloud-boothook") {
        addScript(text.replace(/^#cloud-boothook/, "").trimStart(), plan, (script) => plan.hooks.push(script));
    } else if (type === "text/x-shellscript" || frequency !== undefined) {
        const folder = frequency === undefined ? folders.script : `/var/lib/cloud/scripts/per-${frequency}`;
        addScript(text, plan, (script) => plan.scripts.set(`${folder}/${filename}`, script));
    } else if (/^text\/(x-include(-once)?-url|part-handler|cloud-config-jsonp)$/.test(type)) {
        plan.unreadCause =
            { "text/part-handler": "a part handler", "text/cloud-config-jsonp": "a JSON patch" }[type] ??
            "included user data";
        if (namesSetting(text)) plan.unread.add(plan.unreadCause);
    } else if (namesSetting(text)) {
        plan.unread.add("user data of an unsupported kind");
    }
}

/** The kernel executes a script only if it starts with #!, and cloud-init does not start a shell for others. */
function addScript(text: string, plan: Plan, to: (script: string) => void): void {
    const script = /^[^\n]*\r\n/.test(text) ? text.replaceAll("\r\n", "\n") : text;
    if (script.startsWith("#!")) to(script);
    else if (namesSetting(script)) plan.unread.add("a script that does not begin with #!");
}

function addConfig({ text, mergeType }: UserDataPart, plan: Plan, { budget }: Shell): void {
    // Python's parser rejects a tab before the first key, even before a comment.
    const config = /^[^#\S]*\t/.test(text) ? undefined : readYaml(text, budget);
    if (isRecord(config)) plan.config = mergeConfigs(plan.config, config, mergeType);
    else if (namesSetting(text)) plan.unread.add("cloud-config that is not valid YAML");
}

/** cloud-init renders a template only if its first line declares it, and detects the type of the result. */
function addTemplate({ text, ...part }: UserDataPart, plan: Plan, shell: Shell): void {
    const rendered = /^##[ \t]*template:[ \t]*jinja[ \t]*\n/i.test(text)
        ? renderJinja(text.slice(text.indexOf("\n") + 1))
        : "";
    if (rendered === undefined) {
        plan.unreadCause = "a template with conditions";
        if (namesSetting(text)) plan.unread.add(plan.unreadCause);
    } else {
        add({ ...part, type: detectType(rendered, "text/plain"), text: rendered }, plan, shell);
    }
}

function writeAll(files: readonly WrittenFile[], outcomes: readonly Shell[], idle: Set<string>): void {
    for (const { path, text, appends, isExecutable } of files) {
        outcomes.forEach((outcome) => outcome.files[appends ? "append" : "write"](path, text));
        if (isExecutable) idle.delete(path);
        else idle.add(path);
    }
}

/** Runs the executable scripts of each folder, including those that an earlier stage has written. */
function runFolders(scripts: ReadonlyMap<string, string>, outcomes: Shell[], idle: ReadonlySet<string>): Shell[] {
    return [...perFolder, folders.script].reduce((before, folder) => {
        const own = [...scripts.keys()].filter((path) => path.startsWith(`${folder}/`));
        return before.flatMap((outcome) => {
            const written = [...outcome.files.all().keys()].filter(
                (path) => path.startsWith(`${folder}/`) && !idle.has(path),
            );
            const paths = [...new Set([...own, ...written])].sort();
            return paths.reduce(
                (all, path) => runAll(path, scripts.get(path) ?? outcome.files.read(path), all),
                [outcome],
            );
        });
    }, outcomes);
}

/** Runs a script in its own process, for each outcome so far. */
function runAll(path: string, script: string, outcomes: readonly Shell[]): Shell[] {
    return distinct(
        outcomes.flatMap((outcome) => {
            outcome.files.skipReason = undefined; // of an earlier script
            outcome.files.write(path, script);
            return runFile(path, [], outcome);
        }),
    );
}
