/**
 * The generated parts of the shell programs: the keywords from the rows of core/directives.ts, and the text of the
 * managed files. They are written to files, so that shellcheck and readers see them.
 */
import { type Directive, sshClientDirectives, sshdDirectives, sysctlKeys } from "../../core/directives";
import { blockMarks, managedLine, ownerMark, withHeader } from "../../core/render/header";

/** The text of each generated part, by its name in `components/shell/`. */
export const writtenParts: Readonly<Record<string, () => string>> = {
    "shared/managed": managedPart,
    "server/keywords": serverKeywords,
    "client/keywords": clientKeywords,
};

const writtenBy = "Written by `npm run docs`";

function managedPart(): string {
    // Every line of a program that begins with "#" must be a comment, because packing removes it.
    const top = withHeader("$owned_by", []).replaceAll("\n", "$nl");
    return `# The text of what is managed on a host. ${writtenBy} from core/render/header.ts.
#
# Needs: nl, owned_by.
# Provides: header, owner_mark, block_begin, block_end, managed_text.

header='${managedLine}'
owner_mark='${ownerMark}'
block_begin='${blockMarks.begin}'
block_end='${blockMarks.end}'

# Sets managed to the complete text of a file with these lines, each of which ends with a newline.
managed_text() {
    managed="${top}$1"
}
`;
}

function serverKeywords(): string {
    return `# The keys of sshd and of the kernel. ${writtenBy} from core/directives.ts.
#
# Needs: nothing.
# Provides: sshd_keywords, kernel_files (below /proc/sys/net/ipv4), kind_of, keyword.

sshd_keywords='${keywords(sshdDirectives, "|")}'
kernel_files='${keywords(sysctlKeys, " ").replaceAll("net.ipv4.", "")}'

# Sets kind to sshd, kernel or nothing: whose line this is, as this program writes them.
kind_of() {
    case $1 in
        ${patterns(sshdDirectives.map(({ keyword }) => `'${keyword} '?*`))}) kind=sshd ;;
        ${patterns(sysctlKeys.map(({ keyword }) => `'${keyword} = '?*`))}) kind=kernel ;;
        *) kind= ;;
    esac
}

${keywordFunction(sshdDirectives)}`;
}

function clientKeywords(): string {
    const flags = sshClientDirectives.filter(({ kind }) => kind === "boolean");
    const numbers = sshClientDirectives.filter(({ kind }) => kind !== "boolean");
    return `# The keys of ssh. ${writtenBy} from core/directives.ts.
#
# Needs: nothing.
# Provides: ssh_keys (as ssh -G prints them), kind_of, key_of, keyword.

ssh_keys='${keywords(sshClientDirectives, "|").toLowerCase()}'

# Sets kind to flag, number or nothing: what a setting's value must be. A flag has one.
kind_of() {
    case $1 in
        ${patterns(flags.flatMap(({ keyword }) => [`'${keyword} yes'`, `'${keyword} no'`]))}) kind=flag ;;
        ${patterns(numbers.map(({ keyword }) => `'${keyword} '?*`))}) kind=number ;;
        *) kind= ;;
    esac
}

# Sets key to a setting's keyword as ssh -G prints it.
key_of() {
    case $1 in
${sshClientDirectives.map(({ keyword }) => `        '${keyword} '*) key=${keyword.toLowerCase()} ;;\n`).join("")}    esac
}

${keywordFunction(sshClientDirectives)}`;
}

/** RekeyLimit is not managed, but affects when probes are sent, so it is reported. */
function keywordFunction(table: readonly Directive[]): string {
    const spelled = [...table.map(({ keyword }) => keyword), "RekeyLimit"];
    return `# Sets keyword to the spelling in the manual pages; an unknown keyword stays as it is.
keyword() {
    case $1 in
${spelled.map((keyword) => `        ${keyword.toLowerCase()}) keyword=${keyword} ;;\n`).join("")}        *) keyword=$1 ;;
    esac
}
`;
}

function keywords(table: readonly Directive[], separator: string): string {
    return table.map(({ keyword }) => keyword).join(separator);
}

/** Alternatives of a `case`, a few per line. */
function patterns(alternatives: readonly string[]): string {
    const lines: string[] = [];
    for (const alternative of alternatives) {
        const last = lines.at(-1);
        if (last === undefined || last.length + alternative.length > 100) lines.push(alternative);
        else lines[lines.length - 1] = `${last} | ${alternative}`;
    }
    return lines.join(" | \\\n            ");
}
