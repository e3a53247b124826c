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

/** Where cloud-init keeps what it runs; the files of a folder run in the order of their names. */
const folders = { script: "/var/lib/cloud/instance/scripts", hook: "/var/lib/cloud/instance/boothooks" };
const perFolder = ["once", "boot", "instance"].map((frequency) => `/var/lib/cloud/scripts/per-${frequency}`);

/** What the parts come to. */
interface Plan {
    hooks: string[];
    config: Record<string, unknown>;
    /** The scripts, by their paths. */
    scripts: Map<string, string>;
    /** Why user data that may do anything to what the other parts do is not known. */
    unreadCause: string | undefined;
    unread: Set<string>;
}

/**
 * Follows a machine's user data to what it writes: scripts, boot hooks and cloud-config, alone, in a MIME message or in an
 * archive. Anything else writes nothing.
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
    if (plan.unreadCause !== undefined) late.forEach((outcome) => outcome.files.markUnknown(() => true, plan.unreadCause!));

    return late;
}

/** As cloud-init names a part, and cleans the name that it has. */
function nameOf({ filename }: UserDataPart, i: number): string {
    const clean = filename?.replaceAll("/", "_").replace(/[^\w.()-]/g, "") ?? "";
    return clean === "" ? `part-${String(i + 1).padStart(3, "0")}` : clean;
}

/** Adds what cloud-init does with the part. */
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

/** The kernel starts a script only by its first two characters; cloud-init runs no shell for another one. */
function addScript(text: string, plan: Plan, to: (script: string) => void): void {
    const script = /^[^\n]*\r\n/.test(text) ? text.replaceAll("\r\n", "\n") : text;
    if (script.startsWith("#!")) to(script);
    else if (namesSetting(script)) plan.unread.add("a script that does not begin with #!");
}

function addConfig({ text, mergeType }: UserDataPart, plan: Plan, { budget }: Shell): void {
    // Python's parser takes no tab before the first key, not even before a comment.
    const config = /^[^#\S]*\t/.test(text) ? undefined : readYaml(text, budget);
    if (isRecord(config)) plan.config = mergeConfigs(plan.config, config, mergeType);
    else if (namesSetting(text)) plan.unread.add("cloud-config that is not valid YAML");
}

/** cloud-init takes a template only if its first line names it, and handles what it renders to by how that begins. */
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

/** Runs the scripts of each folder, those that an earlier stage has written among them, if they are executable. */
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

/** Runs a script, in a process of its own, in each way. */
function runAll(path: string, script: string, outcomes: readonly Shell[]): Shell[] {
    return distinct(
        outcomes.flatMap((outcome) => {
            outcome.files.skipReason = undefined; // of an earlier script
            outcome.files.write(path, script);
            return runFile(path, [], outcome);
        }),
    );
}
