import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { withLock } from "./lock";
import { cacheFolder } from "./places";
import { mustRun, run } from "./run";
import { type Progress, type Suite, suites, userPassword } from "./types";

/** What every root holds beyond Debian's minimum: the service under test, and each shell and helper that tests use. */
const usualPackages = [
    ...["systemd", "systemd-sysv", "dbus", "openssh-server", "procps", "iproute2"],
    ...["sudo", "doas", "iptables", "conntrack", "e2fsprogs", "busybox", "ksh", "mksh"],
];

/** A Debian root that hosts share as the lower layer of their disks. Never write to it. */
export interface Root {
    readonly suite: Suite;
    readonly packages: readonly string[];
    /** The root folder of the tree. */
    readonly tree: string;
    /** The OpenSSH version as `ssh -V` says it, such as `9.2p1`. */
    readonly openssh: string;
}

const builder = path.join(__dirname, "build-root.sh");

/** Gives the root of a suite, building it first if this machine has none; two runs at once build it once. */
export async function prepareRoot(
    suite: Suite,
    extraPackages: readonly string[] = [],
    progress: Progress = () => undefined,
): Promise<Root> {
    const packages = [...usualPackages, ...[...new Set(extraPackages)].sort()];
    const folder = path.join(cacheFolder(), `${suite}-${recipeHash(suite, packages)}`);
    if (/[:,\\\s]/u.test(folder)) {
        throw new Error(
            `The root cache "${folder}" has a colon, comma, backslash or blank in its path, which an overlay mount ` +
                "cannot take. Set XDG_CACHE_HOME to a path without them.",
        );
    }
    const found = readRoot(folder);
    if (found !== undefined) {
        return found;
    }
    return withLock(`${folder}.lock`, async () => {
        return readRoot(folder) ?? (await buildRoot(suite, packages, folder, progress));
    });
}

/** The roots that are built, of this recipe or of an earlier one. */
export function listRoots(): readonly Root[] {
    const cache = cacheFolder();
    const names = fs.existsSync(cache) ? fs.readdirSync(cache).sort() : [];
    return names.flatMap((name) => readRoot(path.join(cache, name)) ?? []);
}

async function buildRoot(suite: Suite, packages: string[], folder: string, progress: Progress): Promise<Root> {
    const building = `${folder}.building`;
    await mustRun(["rm", "-rf", "--one-file-system", building]); // A build that was killed leaves this behind.
    fs.mkdirSync(building, { recursive: true });
    const tree = path.join(building, "tree");
    const began = Date.now();
    const seconds = () => `${Math.round((Date.now() - began) / 1000)} s`;
    let told = 0;
    progress(`${suite}: building its root with debootstrap, once; this takes about a minute`);
    const source = await mirror();
    const { exitCode, stdout, stderr } = await run(
        [
            ...["unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"],
            ...["sh", builder, suite, tree, source, userPassword, packages.join(",")],
        ],
        {
            onLine: (line) => {
                if (Date.now() - told > 5000) {
                    told = Date.now();
                    progress(`${suite}: ${line.replace(/^I: /u, "")} (${seconds()})`);
                }
            },
        },
    );
    if (exitCode !== 0) {
        await mustRun(["rm", "-rf", "--one-file-system", building]);
        throw new Error(
            `The root of ${suite} cannot be built from ${source} (HOSTS_DEBIAN_MIRROR names another mirror): ` +
                `${[...stdout.split("\n"), ...stderr.split("\n")].slice(-25).join("\n").trim()}`,
        );
    }
    const version = await run(["chroot", tree, "ssh", "-V"]);
    const openssh = /OpenSSH_([^\s,]+)/u.exec(version.stderr)?.[1];
    if (openssh === undefined) {
        throw new Error(`The new ${suite} root does not tell its OpenSSH version: ${version.stderr}`);
    }
    fs.writeFileSync(path.join(building, "root.json"), JSON.stringify({ suite, packages, openssh }));
    fs.renameSync(building, folder);
    progress(`${suite}: root ready, OpenSSH ${openssh} (${seconds()})`);
    return { suite, packages, openssh, tree: path.join(folder, "tree") };
}

function readRoot(folder: string): Root | undefined {
    const file = path.join(folder, "root.json");
    if (folder.endsWith(".building") || !fs.existsSync(file)) {
        return undefined;
    }
    const { suite, packages, openssh } = JSON.parse(fs.readFileSync(file, "utf8")) as Omit<Root, "tree">;
    return { suite, packages, openssh, tree: path.join(folder, "tree") };
}

function recipeHash(suite: Suite, packages: readonly string[]): string {
    const recipe = [fs.readFileSync(builder, "utf8"), process.arch, suite, userPassword, ...packages];
    return createHash("sha256").update(JSON.stringify(recipe)).digest("hex").slice(0, 12);
}

/** The Debian mirror that is asked for, or that apt uses on this machine, or Debian's own. */
async function mirror(): Promise<string> {
    const wanted = process.env["HOSTS_DEBIAN_MIRROR"] ?? "";
    if (wanted !== "") {
        return wanted;
    }
    const targets = await run(["apt-get", "indextargets", "--format", "$(ORIGIN) $(CODENAME) $(REPO_URI)"]);
    const lines = targets.stdout.split("\n").map((line) => line.split(" "));
    const own = lines.find(([origin, codename]) => origin === "Debian" && suites.includes(codename as Suite));
    return own?.[2] ?? "http://deb.debian.org/debian/";
}
