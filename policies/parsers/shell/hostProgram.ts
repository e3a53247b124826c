import type { Shell } from "./shell";

/** The files that this project's host program writes. */
const dropIn = "/etc/ssh/sshd_config.d/00-pulumi-ssh-keepalive.conf";
const sysctlFile = "/etc/sysctl.d/99-zz-pulumi-ssh-keepalive.conf";

/**
 * Notes what this project's host program writes, wherever it comes from, when it is called to apply settings: each is a
 * word of the call, a line of the file that it goes to. Returns whether it is such a call.
 */
export function applyOfHostProgram(words: readonly string[], shell: Shell): boolean {
    const verb = words[0] === "apply" ? 0 : words[1] === "apply" ? 1 : -1;
    if (verb < 0 || words[verb + 1] !== "--owner") {
        return false;
    }
    const rest = words.slice(verb + 3);
    const lines = rest.filter((word, index) => !word.startsWith("--") && rest[index - 1] !== "--host");
    const isSysctl = (line: string): boolean => line.startsWith("net.");
    const text = (wanted: readonly string[]): string => wanted.map((line) => `${line}\n`).join("");
    const [sysctl, sshd] = [lines.filter(isSysctl), lines.filter((line) => !isSysctl(line))];
    if (sshd.length > 0) {
        shell.files.write(dropIn, text(sshd));
    }
    if (sysctl.length > 0) {
        shell.files.write(sysctlFile, text(sysctl));
    }
    return true;
}
