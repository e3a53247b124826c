import { type Host, exec, mustExec } from "../support/testbed";

/** The Debian packages that bring the tool. */
export const lynisPackages = ["lynis"] as const;

/**
 * Runs Lynis' SSH tests on a host, and gives the sshd options that its test SSH-7408 would have otherwise. Rejects if
 * that test was not run: Lynis looks for a running sshd first.
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
