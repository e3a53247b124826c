/** The first line of every file, and every marked block, that is put on a host. */
export const managedLine = "# Managed by Pulumi (pulumi-ssh-keepalive). Changes made here are lost at the next apply.";

/** The text before the owner in the second line, by which another owner's file is recognized. */
export const ownerMark = "# owner: ";

/** The first and the last line of our block in a file that has other things in it. */
export const blockMarks = { begin: "# BEGIN pulumi-ssh-keepalive", end: "# END pulumi-ssh-keepalive" };

/**
 * The complete text of a file on a host: its owner and its lines. The host program composes the same text:
 * `npm run docs` makes its function `managed_text` from this one.
 *
 * @param owner `<project>/<stack>/<component name>`
 */
export function withHeader(owner: string, lines: readonly string[]): string {
    return [managedLine, `${ownerMark}${owner}`, ...lines, ""].join("\n");
}
