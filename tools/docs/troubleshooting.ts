// docs/troubleshooting.md: every message by the part that prints it, with its cause and its remedy. Most messages carry
// both themselves, cause first, then "; " and what to do; causes/ has the others.
import { families } from "./causes";
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
        about: 'After the name of the host\'s command. A message that ends in "nothing was changed" or "everything was rolled back" leaves the host unchanged.',
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

/** The document. */
export function troubleshooting(): string {
    const messages = distinct(allMessages().filter(({ text }) => isMessage(text)));
    const parts = sections.map(({ title, about }, index) => {
        const own = messages.filter(({ file }) => sections.findIndex((section) => section.from.test(file)) === index);
        const rows = own.map(({ text }) => `| ${[text, ...explain(text)].map(cell).join(" | ")} |`);
        return [`## ${title}`, about, ["| message | cause | what to do |", "| --- | --- | --- |", ...rows].join("\n")]
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

/** Whether a text has words of its own, besides what a run fills in. */
export function isMessage(text: string): boolean {
    return /\p{L}{2}.* /u.test(text.replaceAll("…", ""));
}

/** The cause and the remedy of a message. */
export function explain(text: string): [cause: string, remedy: string] {
    const clauses = text.split("; ");
    const last = clauses.at(-1) ?? "";
    const isRemedy =
        /^(write|give|name|set|leave|take|use|pin|choose|add|update|read|convert|decode|remove|shorten|bring|keep|correct)\b/;
    if (clauses.length > 1 && isRemedy.test(last)) return [sentence(clauses.slice(0, -1).join("; ")), sentence(last)];

    const family = families.find(({ message }) => message.test(text));
    if (family === undefined)
        throw new Error(`tools/docs/causes has no family of the message, add a row there: ${text}`);
    return [family.cause, family.remedy];
}

function sentence(text: string): string {
    return text.charAt(0).toUpperCase() + text.slice(1).replace(/[.,]$/, "") + ".";
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
