/**
 * The top of every file that is put on a host: who manages it. The text is fixed, because an apply by another owner is
 * recognised by its second line.
 *
 * @param owner `<project>/<stack>/<component name>`
 */
export function withHeader(owner: string, lines: readonly string[]): string {
    return [
        "# Managed by Pulumi (pulumi-ssh-keepalive). Changes made here are lost at the next apply.",
        `# owner: ${owner}`,
        ...lines,
        "",
    ].join("\n");
}
