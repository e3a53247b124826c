import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { withLock } from "./lock";
import { mustRun, run } from "./run";
import { type Progress, type Suite, suites, userPassword } from "./types";

/** What every root holds beyond Debian's minimum: the service under test, and each shell and helper that tests use. */
function usualPackages(suite: Suite): string[] {
    return [
        "systemd",
        "systemd-sysv",
        "dbus",
        "openssh-server",
        "openssh-client",
        "procps",
        "iproute2",
        "sudo",
        "doas",
        "iptables",
        "conntrack",
        "e2fsprogs",
        "busybox",
        "mksh",
        // The package that was called ksh until forky.
        suite === "forky" ? "ksh93u+m" : "ksh",
    ];
}

/** Where built roots are kept between runs, outside any work tree. */
export function cacheFolder(): string {
    const cache = process.env["XDG_CACHE_HOME"];
    const base = cache !== undefined && path.isAbsolute(cache) ? cache : path.join(os.homedir(), ".cache");
    return path.join(base, "pulumi-ssh-keepalive", "roots");
}

/** A Debian root that hosts share as the lower layer of their disks. Never write to it. */
export interface Root {
    readonly suite: Suite;
    readonly packages: readonly string[];
    /** The root folder of the tree. */
    readonly tree: string;
    /** The OpenSSH version as `ssh -V` prints it, such as `9.2p1`. */
    readonly openssh: string;
}

const builder = path.join(__dirname, "build-root.sh");
const extender = path.join(__dirname, "extend-root.sh");

/** Gives the root of a suite, building it first if this machine has none; two runs at once build it once. */
export function prepareRoot(
    suite: Suite,
    extraPackages: readonly string[] = [],
    progress: Progress = () => undefined,
): Promise<Root> {
    const extras = [...new Set(extraPackages)].sort();
    return extras.length === 0 ? prepareUsual(suite, progress) : prepareExtended(suite, extras, progress);
}

function prepareUsual(suite: Suite, progress: Progress): Promise<Root> {
    const packages = usualPackages(suite);
    const recipe = [fs.readFileSync(builder, "utf8"), process.arch, suite, userPassword, ...packages];
    return once(suite, recipe, packages, async (tree) => {
        progress(`${suite}: building its root with debootstrap, once; this takes about a minute`);
        const source = await mirror();
        await construct(suite, ["sh", builder, suite, tree, source, userPassword, packages.join(",")], progress);
    });
}

async function prepareExtended(suite: Suite, extras: readonly string[], progress: Progress): Promise<Root> {
    const usual = await prepareUsual(suite, progress);
    const recipe = [fs.readFileSync(extender, "utf8"), path.basename(path.dirname(usual.tree)), ...extras];
    return once(suite, recipe, [...usual.packages, ...extras], async (tree) => {
        progress(`${suite}: adding ${extras.join(", ")} to a copy of its root, once`);
        await mustRun(["cp", "--archive", "--reflink=auto", usual.tree, tree]);
        await construct(suite, ["sh", extender, tree, extras.join(",")], progress);
    });
}

/** The roots that are built, of this recipe or of an earlier one. */
export function listRoots(): readonly Root[] {
    const cache = cacheFolder();
    const names = fs.existsSync(cache) ? fs.readdirSync(cache).sort() : [];
    return names.flatMap((name) => readRoot(path.join(cache, name)) ?? []);
}

/** Gives the root of a recipe from the cache, or has it made there: wholly or not at all, by one process at a time. */
async function once(
    suite: Suite,
    recipe: readonly string[],
    packages: readonly string[],
    make: (tree: string) => Promise<void>,
): Promise<Root> {
    const hash = createHash("sha256").update(JSON.stringify(recipe)).digest("hex").slice(0, 12);
    const folder = path.join(cacheFolder(), `${suite}-${hash}`);
    checkFolder(folder);
    const found = readRoot(folder);
    return (
        found ??
        withLock(`${folder}.lock`, async () => {
            const foundByNow = readRoot(folder);
            if (foundByNow !== undefined) return foundByNow;

            const building = `${folder}.building`;
            await remove(building); // A build that was killed leaves this behind.
            fs.mkdirSync(building, { recursive: true });
            try {
                const tree = path.join(building, "tree");
                await make(tree);
                const root = { suite, packages, openssh: await opensshOf(tree) };
                fs.writeFileSync(path.join(building, "root.json"), JSON.stringify(root));
                fs.renameSync(building, folder);
                return { ...root, tree: path.join(folder, "tree") };
            } catch (error) {
                await remove(building);
                throw error;
            }
        })
    );
}

/** Runs a program that makes a root, telling now and then how far it is. */
async function construct(suite: Suite, argv: readonly string[], progress: Progress): Promise<void> {
    const began = Date.now();
    const seconds = () => `${Math.round((Date.now() - began) / 1000)} s`;
    let lastMessage = 0;
    const { exitCode, stdout, stderr } = await run(
        ["unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc", ...argv],
        {
            onLine: (line) => {
                if (Date.now() - lastMessage > 5000) {
                    lastMessage = Date.now();
                    progress(`${suite}: ${line.replace(/^I: /u, "")} (${seconds()})`);
                }
            },
        },
    );
    if (exitCode !== 0) {
        throw new Error(
            `The root of ${suite} cannot be built from ${await mirror()} (HOSTS_DEBIAN_MIRROR names another mirror): ` +
                `${[...stdout.split("\n"), ...stderr.split("\n")].slice(-25).join("\n").trim()}`,
        );
    }
    progress(`${suite}: root ready (${seconds()})`);
}

async function opensshOf(tree: string): Promise<string> {
    const { stderr } = await run(["chroot", tree, "ssh", "-V"]);
    const version = /OpenSSH_([^\s,]+)/u.exec(stderr)?.[1];
    if (version === undefined) throw new Error(`A new root does not tell its OpenSSH version: ${stderr}`);

    return version;
}

function checkFolder(folder: string): void {
    if (/[:,\\\s]/u.test(folder)) {
        throw new Error(
            `The root cache "${folder}" has a colon, comma, backslash or blank in its path, which an overlay mount ` +
                "cannot take. Set XDG_CACHE_HOME to a path without them.",
        );
    }
}

async function remove(folder: string): Promise<void> {
    await mustRun(["rm", "-rf", "--one-file-system", "--", folder]);
}

function readRoot(folder: string): Root | undefined {
    const file = path.join(folder, "root.json");
    if (folder.endsWith(".building") || !fs.existsSync(file)) return undefined;

    const { suite, packages, openssh } = JSON.parse(fs.readFileSync(file, "utf8")) as Omit<Root, "tree">;
    return { suite, packages, openssh, tree: path.join(folder, "tree") };
}

/** The configured Debian mirror, or the one that apt uses on this machine, or Debian's own. */
async function mirror(): Promise<string> {
    const wanted = process.env["HOSTS_DEBIAN_MIRROR"] ?? "";
    if (wanted !== "") return wanted;

    const targets = await run(["apt-get", "indextargets", "--format", "$(ORIGIN) $(CODENAME) $(REPO_URI)"]);
    const lines = targets.stdout.split("\n").map((line) => line.split(" "));
    const own = lines.find(([origin, codename]) => origin === "Debian" && suites.includes(codename as Suite));
    return own?.[2] ?? "http://deb.debian.org/debian/";
}
