import { type Host, exec, mustExec } from "../support/testbed";

/** The Debian packages that contain the tool. */
export const lynisPackages = ["lynis"] as const;

/**
 * Runs Lynis' SSH tests on a host, and returns the sshd options for which its test SSH-7408 suggests another value.
 * Rejects if that test did not run: Lynis first looks for a running sshd.
 */
export async function lynisSuggestions(host: Host): Promise<string[]> {
    await exec(host, [
        "lynis",
        "audit",
        "system",
        "--tests-from-group",
        "ssh",
        "--quick",
        "--no-colors",
        "--no-plugins",
    ]);
    const report = await mustExec(host, ["cat", "/var/log/lynis-report.dat"]);
    if (!/^tests_executed=.*\bSSH-7408\b/mu.test(report))
        throw new Error(`Lynis on ${host.name} has not run SSH-7408: ${report.slice(-500)}`);

    return [...report.matchAll(/^details\[\]=SSH-7408\|.*\bfield:(\w+);/gmu)]
        .map(([, option]) => option as string)
        .sort();
}
