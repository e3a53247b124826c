import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { withLock } from "./lock";
import { mustRun, run } from "./run";
import { type Progress, type Suite, suites, userPassword } from "./types";

/** What every root holds beyond Debian's minimum: the service under test, and each shell and helper that tests use. */
function usualPackages(suite: Suite): string[] {
    const ksh = suite === "forky" ? "ksh93u+m" : "ksh"; // The package was renamed.
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
        ksh,
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
    /** The root folder of the tree. */
    readonly tree: string;
    /** The OpenSSH version as `ssh -V` prints it, such as `9.2p1`. */
    readonly openssh: string;
}

const builder = path.join(__dirname, "build-root.sh");
const extender = path.join(__dirname, "extend-root.sh");

/** Returns the root of a suite, building it first if this machine has none; two runs at once build it once. */
export async function prepareRoot(
    suite: Suite = "bookworm",
    extraPackages: readonly string[] = [],
    progress: Progress = () => undefined,
): Promise<Root> {
    const packages = usualPackages(suite);
    const recipe = [fs.readFileSync(builder, "utf8"), process.arch, suite, userPassword, ...packages];
    const usual = await once(suite, recipe, async (tree) => {
        progress(`${suite}: building its root with debootstrap, once; this takes about a minute`);
        await construct(suite, ["sh", builder, suite, tree, await mirror(), userPassword, packages.join(",")]);
    });
    const extras = [...new Set(extraPackages)].sort();
    if (extras.length === 0) return usual;

    const extendedRecipe = [fs.readFileSync(extender, "utf8"), path.basename(path.dirname(usual.tree)), ...extras];
    return once(suite, extendedRecipe, async (tree) => {
        progress(`${suite}: adding ${extras.join(", ")} to a copy of its root, once`);
        await mustRun(["cp", "--archive", "--reflink=auto", usual.tree, tree]);
        await construct(suite, ["sh", extender, tree, extras.join(",")]);
    });
}

/** Returns the root of a recipe from the cache, or has it made there: wholly or not at all, by one process at a time. */
async function once(suite: Suite, recipe: readonly string[], make: (tree: string) => Promise<void>): Promise<Root> {
    const hash = createHash("sha256").update(JSON.stringify(recipe)).digest("hex").slice(0, 12);
    const folder = path.join(cacheFolder(), `${suite}-${hash}`);
    const facts = path.join(folder, "root.json");
    const built = (): Root => ({ ...(JSON.parse(fs.readFileSync(facts, "utf8")) as Root), tree: `${folder}/tree` });
    if (fs.existsSync(facts)) return built();

    return withLock(`${folder}.lock`, async () => {
        if (fs.existsSync(facts)) return built();

        const building = `${folder}.building`;
        await remove(building); // A build that was killed leaves this behind.
        fs.mkdirSync(building, { recursive: true });
        try {
            await make(path.join(building, "tree"));
            const { stderr } = await run(["chroot", path.join(building, "tree"), "ssh", "-V"]);
            const openssh = /OpenSSH_([^\s,]+)/u.exec(stderr)?.[1];
            fs.writeFileSync(path.join(building, "root.json"), JSON.stringify({ suite, openssh }));
            fs.renameSync(building, folder);
            return built();
        } catch (error) {
            await remove(building);
            throw error;
        }
    });
}

/** Runs a program that makes a root, in namespaces of its own. */
async function construct(suite: Suite, argv: readonly string[]): Promise<void> {
    const { exitCode, stdout, stderr } = await run([
        "unshare",
        "--mount",
        "--pid",
        "--fork",
        "--kill-child",
        "--mount-proc",
        ...argv,
    ]);
    if (exitCode === 0) return;

    const output = [...stdout.split("\n"), ...stderr.split("\n")].slice(-25).join("\n").trim();
    const source = `${await mirror()} (HOSTS_DEBIAN_MIRROR names another mirror)`;
    throw new Error(`The root of ${suite} cannot be built from ${source}: ${output}`);
}

async function remove(folder: string): Promise<void> {
    await mustRun(["rm", "-rf", "--one-file-system", "--", folder]);
}

/** The configured Debian mirror, or the one that apt uses on this machine, or Debian's own. */
async function mirror(): Promise<string> {
    const configured = process.env["HOSTS_DEBIAN_MIRROR"] ?? "";
    if (configured !== "") return configured;

    const targets = await run(["apt-get", "indextargets", "--format", "$(ORIGIN) $(CODENAME) $(REPO_URI)"]);
    const lines = targets.stdout.split("\n").map((line) => line.split(" "));
    const own = lines.find(([origin, codename]) => origin === "Debian" && suites.includes(codename as Suite));
    return own?.[2] ?? "http://deb.debian.org/debian/";
}
