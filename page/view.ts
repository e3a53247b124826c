/** The result of the settings, from the same explanation that the command line prints. */
import { duration } from "../core/duration";
import type { Answer } from "../core/explain/answer";
import type { Explanation } from "../core/explain/explanation";
import { fileNames, type PasteFile } from "../core/explain/files";
import type { TimingReport } from "../core/timing/report";
import { make } from "./dom";
import { drawTimelines } from "./timeline";

const fileTitles: Record<(typeof fileNames)[number], string> = {
    sshdConfig: "sshd",
    sysctl: "Kernel (sysctl)",
    sshConfig: "OpenSSH client",
    puttyReg: "PuTTY on Windows",
    puttySession: "PuTTY on Unix",
};

const serverRows: [key: keyof TimingReport, title: string][] = [
    ["probePeriod", "sshd probes a silent client every"],
    ["probesStopAfter", "its probes stop after"],
    ["silence", "longest silence on an idle connection"],
    ["endsUnreachable", "peer unreachable: the session ends after"],
    ["endsUnresponsive", "peer hung: the session ends after"],
    ["healthySessionEnds", "healthy peer: an idle session ends after"],
    ["tcpKeepaliveEnds", "TCP keepalive alone would end it after"],
    ["retransmissionLimit", "the kernel retransmits for"],
    ["idleSessionEnds", "a user who does not type is logged out after"],
    ["unusedConnectionEnds", "a connection without channels ends after"],
];

const clientRows: [key: keyof TimingReport, title: string][] = [
    ["clientProbePeriod", "ssh probes a silent server every"],
    ["clientProbesStopAfter", "its probes stop after"],
    ["clientEndsUnreachable", "server unreachable: ssh ends after"],
    ["clientEndsUnresponsive", "server hung: ssh ends after"],
    ["clientHealthySessionEnds", "server well: ssh ends an idle session after"],
];

/** The answer, which screen readers announce when it changes. */
export function answerOf({ ok, idle, dead, todo }: Answer): HTMLElement {
    return make(
        "div",
        { class: ok ? "ok" : "not-ok" },
        make("p", { class: "verdict" }, `${ok ? "✔" : "✘"} ${idle}`),
        make("p", {}, dead),
        ...(todo.length === 0
            ? []
            : [make("ul", { "aria-label": "To do" }, ...todo.map((each) => make("li", {}, each)))]),
    );
}

/** The problems of settings that cannot be explained. */
export function problemsOf(problems: readonly { propertyPath: string; reason: string }[]): HTMLElement {
    const items = problems.map(({ propertyPath, reason }) => make("li", {}, `${propertyPath}: ${reason}.`));
    return make(
        "div",
        { class: "not-ok" },
        make("p", { class: "verdict" }, "✘ These values cannot be right:"),
        make("ul", {}, ...items),
    );
}

/** Everything below the answer. */
export function detailsOf(
    explanation: Explanation,
    command: string,
    copy: (text: string) => Promise<boolean>,
): HTMLElement[] {
    const { timing, client, notes, files } = explanation;
    const drawings = drawTimelines(timing);
    const cautions = [...timing.warnings, ...notes];
    return [
        ...(drawings.length === 0
            ? []
            : [section("A session that goes silent at 0", make("figure", {}, ...drawings, legend()))]),
        section("What happens when", numbers("timing", timing, serverRows)),
        section("What the clients do by themselves", numbers("client", client, clientRows)),
        ...(timing.hops.length === 0 ? [] : [section("Network path", hopTable(timing.hops))]),
        ...(cautions.length === 0
            ? []
            : [
                  section(
                      "Warnings and notes",
                      make("ul", { class: "warnings" }, ...cautions.map((each) => make("li", {}, each))),
                  ),
              ]),
        section("Files to paste", ...fileNames.map((name) => fileView(fileTitles[name], files[name], name, copy))),
        section("The same on the command line", copyable("command", "the command", command, copy)),
    ];
}

function section(title: string, ...children: Node[]): HTMLElement {
    return make("section", { "aria-label": title }, make("h2", {}, title), ...children);
}

function legend(): HTMLElement {
    return make(
        "figcaption",
        { class: "faint" },
        "Dots: probes. Red bars: the session ends. Squares: the next packet of an idle session. Yellow bars: the hop forgets.",
    );
}

/** A number with its place in the explanation, so that it can be compared with `explain --json`. */
function number(field: string, seconds: number | null): HTMLElement {
    return make("data", { value: seconds === null ? "null" : `${seconds}`, "data-field": field }, duration(seconds));
}

function numbers(group: string, report: TimingReport, rows: readonly [keyof TimingReport, string][]): HTMLElement {
    return make(
        "table",
        {},
        make(
            "tbody",
            {},
            ...rows.map(([key, title]) =>
                make(
                    "tr",
                    {},
                    make("th", { scope: "row" }, title),
                    make("td", {}, number(`${group}.${key}`, report[key] as number | null)),
                ),
            ),
        ),
    );
}

function hopTable(hops: TimingReport["hops"]): HTMLElement {
    const head = ["Hop", "forgets after", "next packet after", "kept?", "to spare"];
    const rows = hops.map(({ title, idleTimeout, silence, survives, margin }, index) => {
        const at = `timing.hops.${index}`;
        const spare = margin === null ? "" : number(`${at}.margin`, margin);
        return [
            title,
            number(`${at}.idleTimeout`, idleTimeout),
            number(`${at}.silence`, silence),
            survives ? "✔ kept" : "✘ lost",
            spare,
        ];
    });
    // A phone shows each row as a block, and a table without table layout needs explicit roles.
    const row = (...cells: HTMLElement[]) => make("tr", { role: "row" }, ...cells);
    const cells = (each: (typeof rows)[number]) =>
        each.map((cell, index) => make("td", { role: "cell", "data-label": head[index] ?? "" }, cell));
    return make(
        "table",
        { role: "table", class: "stacked" },
        make(
            "thead",
            { role: "rowgroup" },
            row(...head.map((each) => make("th", { scope: "col", role: "columnheader" }, each))),
        ),
        make("tbody", { role: "rowgroup" }, ...rows.map((each) => row(...cells(each)))),
    );
}

function fileView(title: string, file: PasteFile, name: string, copy: (text: string) => Promise<boolean>): HTMLElement {
    const commands =
        file.commands.length === 0 || file.text === ""
            ? []
            : [
                  make("p", { class: "faint" }, "Then: "),
                  make(
                      "pre",
                      { tabindex: "0", role: "region", "aria-label": `Commands for ${title}` },
                      file.commands.join("\n"),
                  ),
              ];
    return make(
        "article",
        { "aria-label": title, "data-file": name },
        make("h3", {}, title),
        make("p", { class: "faint" }, file.place),
        ...(file.text === "" ? [] : [copyable(`file-${name}`, title, file.text, copy)]),
        ...commands,
        ...file.notes.map((note) => make("p", { class: "faint" }, note)),
    );
}

function copyable(id: string, title: string, text: string, copy: (text: string) => Promise<boolean>): HTMLElement {
    const button = make("button", { type: "button", "aria-label": `Copy ${title}` }, "Copy");
    const statusText = make("span", { role: "status" });
    button.addEventListener("click", () => {
        void copy(text).then((done) => (statusText.textContent = done ? "Copied" : "Select and copy it by hand"));
    });
    const block = make("pre", { id, tabindex: "0", role: "region", "aria-label": title }, text);
    return make("div", {}, block, make("div", { class: "file-head" }, statusText, button));
}
