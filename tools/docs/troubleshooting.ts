// docs/troubleshooting.md: every message by the part that prints it, with its cause and its remedy. Most messages carry
// both themselves, cause first, then "; " and what to do; the table below has the others.
import { allMessages, type Message } from "./messages";

/** Where a message is from, by the beginning of its file's path. */
const sections: readonly { title: string; about: string; from: RegExp }[] = [
    {
        title: "Inputs of a component",
        about: "Told at once, all problems together, before anything is touched. Each line begins with the property's path.",
        from: /^(components\/(inputs|server|client|aws|remote|names)|core\/validate|core\/(?!timingWarnings))/,
    },
    {
        title: "The server program on a host",
        about: 'After the name of the host\'s command. What ends in "nothing was changed" or "everything was put back" left the host as it was.',
        from: /^components\/shell\/(server|shared)\//,
    },
    {
        title: "The client program",
        about: "It keeps a block in a user's `~/.ssh/config`.",
        from: /^components\/shell\/client\//,
    },
    {
        title: "Warnings about timing",
        about: "In `reports`, in the preview's notes and in `explain`.",
        from: /^core\/timingWarnings/,
    },
    { title: "The command line", about: "Behind the option that it is about.", from: /^cli\// },
    {
        title: "The policy pack",
        about: "What a violation tells to write, and what is wrong with a pack's configuration.",
        from: /^policies\//,
    },
    { title: "The repository as a stack", about: "", from: /^index\.ts$/ },
];

/** Causes and remedies of messages that do not carry a remedy. The first that matches counts. */
const remedies: readonly [message: RegExp, remedy: string][] = [
    [
        /would change who gets in|would lock out/,
        "Someone changed sshd's files and did not reload sshd. Look at the directive that the message names; then reload sshd yourself, or take the change back.",
    ],
    [
        /full or read-only disk|cannot (write|make|keep|replace|remove)|could not be read whole|arrive whole/,
        "The file system is full, read-only, or the file immutable (`lsattr`): free space or make it writable, then run again.",
    ],
    [
        /put back\b.*Look at this host now|could not be put back/,
        "Log in by a console or a session that is open still. The copies are in `/var/lib/pulumi-ssh-keepalive`; put them back, run `sshd -t`, and start sshd.",
    ],
    [
        /everything was put back|nothing was changed|nothing was touched/,
        "What stands before says why. The host is as it was; correct that and run again.",
    ],
    [
        /listens?|reload|daemon/,
        "See `journalctl -u ssh` (or `sshd`) on the host. The former files are back; correct what the log names and run again.",
    ],
    [
        /left as (it is|they are)|changed by somebody else|changed by hand|written (again|again)|was gone/,
        "Someone else changed or owns this part. Look at the file, and take it out by hand if nobody needs it.",
    ],
    [
        /control character|needs a value|needs at least|is missing: PROJECT|first argument|takes no settings|takes letters|is none of those|must be a whole number|has a character|not a host pattern/,
        "The program was called by hand with wrong words; its head says what it takes.",
    ],
    [
        /wins|win at boot|stands (above|below)|more such lines|Match block|instead of/,
        "Another line has the say for this key. Remove it there, or leave the key out of the settings.",
    ],
    [
        /does not take|does not obtain|no longer takes|does something else|complain|could not be asked|does not say|cannot be asked|sshd_config|host key/,
        "OpenSSH's own words follow: run `sshd -t` (or `ssh -G host`) on the host, correct the line that it names, and run again.",
    ],
    [/lock/, "Another run is at work on this host: wait for it, or end it if it hangs."],
    [/killed/, "Nothing to do: this run has tidied up after the one that was killed."],
    [
        /the kernel (has|does not take)/,
        "The kernel refuses the value, as some containers do: leave `kernel` out for this host.",
    ],
    [/no ssh|no sshd|there is no|missing on this host/, "Install the OpenSSH package that is named."],
    [
        /probe|session|peer|connection|keepalive|OpenSSH|timeout/i,
        "Choose other values, or a profile (profiles.md); timing.md says how they work together.",
    ],
    [/^It takes/, "Give the option a value of that form; `--help` has an example."],
    [
        /^Write|^Make it/,
        "Do what it says, or change the rule's bound in the pack's configuration (policies/README.md).",
    ],
    [/./, "Give the property a value of the form that the message names; reference.md has the rule."],
];

/** The document. */
export function troubleshooting(): string {
    const messages = distinct(allMessages().filter(({ text }) => /\p{L}{2}.* /u.test(text.replaceAll("…", ""))));
    const parts = sections.map(({ title, about }, index) => {
        const own = messages.filter(({ file }) => sections.findIndex((section) => section.from.test(file)) === index);
        const rows = own.map(({ text }) => `| ${cell(text)} | ${remedyOf(text)} |`);
        return [`## ${title}`, about, ["| message | what to do |", "| --- | --- |", ...rows].join("\n")]
            .filter((part) => part !== "")
            .join("\n\n");
    });
    const left = messages.filter(({ file }) => !sections.some(({ from }) => from.test(file)));
    if (left.length > 0) throw new Error(`no section has ${left.map(({ file }) => file).join(", ")}`);
    return `${head}\n\n${parts.join("\n\n")}\n`;
}

const head = `# Troubleshooting

Every message that the components, the programs on hosts, the command line and the policy pack print, by the part that prints
it. "…" stands for what a run fills in. \`npm run docs\` writes this list from the code. Look for the words of your message that
are no names or values of your own.

Failures to connect are the command plugin's: \`after 11 failed attempts: …\` means that host, port, user, key or \`hostKey\` do
not fit, or that no way leads there; try \`ssh -v\` from the machine that runs Pulumi.`;

function remedyOf(text: string): string {
    const clauses = text.split("; ");
    const last = clauses.at(-1) ?? "";
    if (
        clauses.length > 1 &&
        /^(write|give|set|leave|take|use|pin|choose|add|update|read|convert|decode|remove|shorten|bring|keep|mend|correct)\b/.test(
            last,
        )
    )
        return cell(last.charAt(0).toUpperCase() + last.slice(1));

    return cell(remedies.find(([message]) => message.test(text))?.[1] ?? "");
}

function distinct(messages: readonly Message[]): Message[] {
    return [...new Map(messages.map((message) => [message.text, message])).values()];
}

function cell(text: string): string {
    return text
        .trim()
        .replaceAll("\n", " ")
        .replaceAll("|", "\\|")
        .replaceAll("<", "&lt;")
        .replaceAll("*", "\\*")
        .replaceAll("_", "\\_");
}
