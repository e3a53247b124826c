import * as fs from "node:fs";
import * as path from "node:path";

/** Programs that hosts need, and the Debian packages that bring them. */
const programs: Readonly<Record<string, string>> = {
    debootstrap: "debootstrap",
    flock: "util-linux",
    ip: "iproute2",
    mount: "mount",
    nsenter: "util-linux",
    "ssh-keygen": "openssh-client",
    unshare: "util-linux",
};

/** Thrown on a machine that cannot run hosts; the message gives the remedy. */
class MissingRequirement extends Error {
    override readonly name = "MissingRequirement";
}

/** Throws {@link MissingRequirement}, naming everything that is missing at once, if this machine cannot run hosts. */
export function checkRequirements(needs: { readonly systemd?: boolean } = {}): void {
    const problems: string[] = [];
    if (process.platform !== "linux")
        problems.push(`hosts are made of Linux namespaces, and this is ${process.platform}`);

    if (process.getuid?.() !== 0)
        problems.push(`namespaces and mounts need root, and this is user ${process.getuid?.()}: run it with sudo`);

    const wanted = needs.systemd === true ? { ...programs, "systemd-nspawn": "systemd-container" } : programs;
    const missing = Object.keys(wanted).filter((program) => !isOnPath(program));
    if (missing.length > 0) {
        const packages = [...new Set(missing.map((program) => wanted[program]))].join(" ");
        problems.push(`not found on PATH: ${missing.join(", ")}; on Debian and Ubuntu: apt-get install ${packages}`);
    }
    if (problems.length > 0)
        throw new MissingRequirement(`Test hosts cannot be made here:\n - ${problems.join("\n - ")}`);
}

function isOnPath(program: string): boolean {
    const folders = [...(process.env["PATH"] ?? "").split(":"), "/usr/sbin", "/sbin"].filter((folder) => folder !== "");
    return folders.some((folder) => fs.existsSync(path.join(folder, program)));
}
