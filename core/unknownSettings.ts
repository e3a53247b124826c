/** What a version of OpenSSH does not know of sshd's settings: sshd does not start with a directive that it does not know. */
import { globalType, globalTypeSince } from "./channelTypes";
import { type Directive, rowOf, sshdDirectives } from "./directives";
import { isAtLeast, type OpenSshVersionLike, shortVersion } from "./openssh";
import type { ServerSettings } from "./settings";

/** Whether an OpenSSH knows what came with the given version. An OpenSSH whose version is not given knows everything. */
export function knows(openssh: OpenSshVersionLike | undefined, since: string): boolean {
    return openssh === undefined || isAtLeast(openssh, since);
}

/** The first OpenSSH with a directive of sshd's, such as "9.2". */
export function sinceOf(property: keyof ServerSettings): string {
    return sinceIn(rowOf(sshdDirectives, property));
}

/** The keyword of each setting that this version does not know, and the first version that does. */
export function unknownKeywords(
    server: ServerSettings,
    openssh: OpenSshVersionLike | undefined,
): { property: keyof ServerSettings; keyword: string; since: string }[] {
    return sshdDirectives
        .map((row) => ({ property: row.property, keyword: row.keyword, since: sinceIn(row) }))
        .filter(({ property, since }) => server[property] !== undefined && !knows(openssh, since));
}

/** The settings that this version knows, and a sentence for each that is left out. */
export function knownSettings(
    server: ServerSettings,
    openssh: OpenSshVersionLike | undefined,
): { known: ServerSettings; leftOut: string[] } {
    const version = shortVersion(openssh);
    if (version === undefined) return { known: server, leftOut: [] };
    const name = `OpenSSH ${version}`;
    const known = { ...server };
    const unknown = unknownKeywords(server, version);
    for (const { property } of unknown) delete known[property];
    const leftOut = unknown.map(
        ({ keyword, since }) => `${keyword} is left out: ${name} does not know it (since ${since})`,
    );
    const { [globalType]: ofAll, ...timeouts } = known.channelTimeout ?? {};
    if (ofAll !== undefined && !knows(version, globalTypeSince)) {
        delete known.channelTimeout;
        if (Object.keys(timeouts).length > 0) known.channelTimeout = timeouts;
        leftOut.push(`ChannelTimeout's type global is left out: ${name} ignores it (since ${globalTypeSince})`);
    }
    return { known, leftOut };
}

function sinceIn({ since }: Directive): string {
    return since.replace("OpenSSH ", "");
}
