/** How a user becomes root; `-n`, because no user is there to enter a password. */
const ways = { none: [], sudo: ["sudo", "-n"], doas: ["doas", "-n"] } as const;
export const becomes: ReadonlyMap<string, readonly string[]> = new Map(Object.entries(ways));

/** The names of all ways to become root. */
export type BecomeName = keyof typeof ways;
export const becomeNames: readonly string[] = [...becomes.keys()];

/** One of `becomeNames`; by default, the one that suits the user (`root` by default, as in a connection). */
export function becomeOf(become: string | undefined, user: string | undefined): string {
    return become ?? ((user ?? "root") === "root" ? "none" : "sudo");
}
