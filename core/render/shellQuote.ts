/**
 * One word for a shell, whatever is in it: POSIX shells, fish and csh read it alike, unless it has a line break, which
 * csh does not take. It leaves plain words bare, so it is not for a word that a shell could take for a keyword.
 */
export function shellQuote(word: string): string {
    if (word === "") return "''";
    // fish reads backslashes between apostrophes, and csh exclamation marks; bare ones with a backslash are for all.
    return word
        .split(/(['!\\])/)
        .filter((part) => part !== "")
        .map((part) => (/^['!\\]$/.test(part) ? `\\${part}` : plain.test(part) ? part : `'${part}'`))
        .join("");
}

const plain = /^[A-Za-z0-9_./:=@%+,-]+$/;
