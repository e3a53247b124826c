// docs/troubleshooting.md: every message by the part that prints it, with its cause and its remedy. Most messages contain
// both: the cause first, then "; " and what to do. causes/ has those of all other messages.
import { families } from "./causes";
import { allMessages, type Message } from "./messages";

/** The sections of the document, each with the paths of the files whose messages it lists. */
const sections: readonly { title: string; about: string; from: RegExp }[] = [
    {
        title: "Inputs of a component",
        about: "All problems are reported together, before anything is changed. Each line begins with the property's path.",
        from: /^(components\/(inputs|server|client|aws|remote|names)|core\/validate|core\/(?!timing\/warnings))/,
    },
    {
        title: "The server program on a host",
        about: 'Printed after the name of the host\'s command. If a message ends with "nothing was changed" or "everything was rolled back", the host is unchanged.',
        from: /^components\/shell\/(server|shared)\//,
    },
    {
        title: "The client program",
        about: "This program maintains a block in a user's `~/.ssh/config`.",
        from: /^components\/shell\/client\//,
    },
    {
        title: "Warnings about timing",
        about: "Shown in `reports`, in the preview's notes and by `explain`.",
        from: /^core\/timing\/warnings/,
    },
    { title: "The command line", about: "Printed after the name of the option concerned.", from: /^cli\// },
    {
        title: "The policy pack",
        about: "Remedies in violations, and errors in the pack's configuration.",
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
    if (left.length > 0) throw new Error(`no section lists ${left.map(({ file }) => file).join(", ")}`);
    return `${head}\n\n${parts.join("\n\n")}\n`;
}

const head = `# Troubleshooting

Every message that the components, the programs on hosts, the command line and the policy pack print, by the part that prints
it. "…" stands for a name or a value. \`npm run docs\` generates this list from the code. Search for the part of your message
that is not a name or a value of your own.

Connection failures come from the command plugin: \`after 11 failed attempts: …\` means that the host, port, user, key or
\`hostKey\` is wrong, or that the host cannot be reached; try \`ssh -v\` from the machine that runs Pulumi.
[operations.md](operations.md#errors-of-the-way-to-a-host) has the errors of sudo, login shells and sshd.`;

/** Whether a text contains words, besides the values that are filled in. */
export function isMessage(text: string): boolean {
    return /\p{L}{2}.* /u.test(text.replaceAll("…", ""));
}

/** Returns the cause and the remedy of a message. */
export function explain(text: string): [cause: string, remedy: string] {
    const clauses = text.split("; ");
    const last = clauses.at(-1) ?? "";
    const isRemedy =
        /^(write|give|name|set|leave|take|use|pin|choose|add|update|read|convert|decode|remove|shorten|bring|keep|correct|save)\b/;
    if (clauses.length > 1 && isRemedy.test(last))
        return [sentence(withSubject(clauses.slice(0, -1).join("; "))), sentence(last)];

    const family = families.find(({ message }) => message.test(text));
    if (family === undefined) throw new Error(`no family in tools/docs/causes matches this message; add one: ${text}`);
    return [family.cause, family.remedy];
}

/** A clause that continues the property's path gets a subject of its own. */
function withSubject(clause: string): string {
    return clause.replace(/^(is|has|does|must|makes|means|names|needs|would)\b/, "the value $1");
}

function sentence(text: string): string {
    return text.charAt(0).toUpperCase() + text.slice(1).replace(/[.,]$/, "") + ".";
}

function distinct(messages: readonly Message[]): Message[] {
    return [...new Map(messages.map((message) => [message.text, message])).values()];
}

/** A cell of a table. Code between backticks is displayed literally, except for a bar, which would end the cell. */
function cell(text: string): string {
    return text
        .trim()
        .replaceAll("\n", " ")
        .replaceAll("|", "\\|")
        .split(/(`[^`]*`)/)
        .map((part) =>
            part.startsWith("`") ? part : part.replaceAll("<", "&lt;").replaceAll("*", "\\*").replaceAll("_", "\\_"),
        )
        .join("");
}
