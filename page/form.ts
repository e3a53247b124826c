/** The form for the settings: one control for each name in the query. */
import { distributions } from "../core/distributions";
import { hopsIn, labelOf } from "../core/explain/query";
import { hops } from "../core/hops";
import { profiles } from "../core/profiles";
import { puttyDefaultSession } from "../core/render/putty";
import { retransmissions } from "../core/timing";
import { make } from "./dom";

type Option = readonly [value: string, text: string];
type Control = HTMLInputElement | HTMLSelectElement;

const versions = ["7.4", "7.6", "8.0", "8.2", "8.4", "8.7", "8.9", "9.2", "9.6", "9.9", "10.0", "10.3", "10.6"];
const servers: readonly Option[] = [
    ["", "not known"],
    ...distributions.map(({ name, title, openssh }): Option => [name, `${title} (OpenSSH ${openssh})`]),
    ...versions.map((version): Option => [version, `OpenSSH ${version}`]),
];

/** Fills the form. `changed` is called after each change. */
export function makeForm(
    form: HTMLElement,
    changed: () => void,
): { read: () => [string, string][]; write: (query: ReadonlyMap<string, string>) => void } {
    const controls = new Map<string, Control>();
    let path: string[] = [];
    const list = make("ul", { class: "hops", "aria-label": "Hops of the path" });
    const field = (name: string, label: string, control: Control) => {
        control.id = name;
        controls.set(name, control);
        control.addEventListener("input", changed);
        return make("label", { for: name }, label, control);
    };
    const text = (name: string, label: string, hint = "") =>
        field(name, label, make("input", { type: "text", inputmode: "text", placeholder: hint, spellcheck: "false" }));
    const setting = (name: string, hint?: string) => text(name, labelOf(name), hint);
    const choice = (name: string, label: string, options: readonly Option[]) =>
        field(name, label, make("select", {}, ...options.map(([value, title]) => make("option", { value }, title))));
    const showPath = () => list.replaceChildren(...path.map((hop, index) => hopItem(hop, () => remove(index))));
    const remove = (index: number) => {
        path = path.filter((_, at) => at !== index);
        showPath();
        (list.querySelectorAll("button")[Math.min(index, path.length - 1)] ?? add).focus();
        changed();
    };
    const append = (hop: string) => {
        if (hop.trim() === "") return;
        path = [...path, hop.trim()];
        showPath();
        changed();
    };
    const add = make("select", { id: "add-hop" }, make("option", { value: "" }, "choose …"));
    add.append(
        ...hops.map(({ name, title, idleTimeout }) => make("option", { value: name }, `${title} (${idleTimeout} s)`)),
    );
    add.addEventListener("change", () => {
        append(add.value);
        add.value = "";
    });
    const own = make("input", { id: "own-hop", type: "text", inputmode: "numeric", placeholder: "such as 1800" });
    const ownButton = make("button", { type: "button" }, "Add this hop");
    const appendOwn = () => {
        append(own.value);
        own.value = "";
    };
    ownButton.addEventListener("click", appendOwn);
    own.addEventListener("keydown", (event) => {
        if (event.key !== "Enter") return;
        event.preventDefault();
        appendOwn();
    });
    form.addEventListener("submit", (event) => event.preventDefault());
    form.append(
        group("The server", choice("openssh", "Distribution or OpenSSH version", servers)),
        group(
            "The path",
            make("label", { for: "add-hop" }, "Add a known hop", add),
            make("label", { for: "own-hop" }, "Your own hop's idle timeout, in seconds", own),
            ownButton,
            list,
        ),
        group(
            "Settings",
            choice("profile", "Profile", [
                ["", "none"],
                ...profiles.map(({ name, description }): Option => [name, `${name}: ${description}`]),
            ]),
            setting("interval", "seconds, or 15m"),
            setting("count"),
            setting("client-interval"),
            setting("client-count"),
        ),
        more(
            choice("tcp-keepalive", labelOf("tcp-keepalive"), [
                ["", "as it is"],
                ["yes", "yes"],
                ["no", "no"],
            ]),
            setting("channel-timeout", "session:*=900"),
            setting("unused-connection-timeout"),
            setting("kernel-time"),
            setting("kernel-interval"),
            setting("kernel-probes"),
            text("tcp-retries2", "net.ipv4.tcp_retries2", String(retransmissions.default)),
            text("rekey-limit", "Time in the server's RekeyLimit"),
            choice("client-openssh", "The clients' OpenSSH", servers),
            text("client-rekey-limit", "Time in the clients' RekeyLimit"),
            text("putty-session", "PuTTY session", puttyDefaultSession),
        ),
    );
    return {
        read: () =>
            [
                ...[...controls].map(([name, control]): [string, string] => [name, control.value.trim()]),
                ...(path.length > 0 ? [["path", path.join(",")] satisfies [string, string]] : []),
            ].filter(([, value]) => value !== ""),
        write: (query) => {
            for (const [name, control] of controls) fill(control, query.get(name) ?? "");
            path = hopsIn(query.get("path"));
            showPath();
        },
    };
}

// A link may name a version or a profile that is not among the choices; such a value is kept and explained.
function fill(control: Control, value: string): void {
    if (control instanceof HTMLSelectElement && ![...control.options].some((option) => option.value === value))
        control.append(make("option", { value }, value));

    control.value = value;
}

function hopItem(hop: string, remove: () => void): HTMLElement {
    const known = hops.find(({ name }) => name === hop);
    const title = known === undefined ? `${hop} s` : `${known.title} (${known.idleTimeout} s)`;
    const button = make("button", { type: "button", "aria-label": `Remove ${title}` }, "Remove");
    button.addEventListener("click", remove);
    return make("li", {}, title, button);
}

function group(title: string, ...children: HTMLElement[]): HTMLElement {
    return make("fieldset", {}, make("legend", {}, title), ...children);
}

function more(...children: HTMLElement[]): HTMLElement {
    return make("details", {}, make("summary", {}, "More settings"), ...children);
}
