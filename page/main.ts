/** The page: its state is the part of the URL after "#", and everything on it follows from that. */
import { explain } from "../core/explain/explanation";
import { parseQuery } from "../core/explain/query";
import { shellQuote } from "../core/render/shellQuote";
import { byId } from "./dom";
import { makeForm } from "./form";
import { answerOf, detailsOf, problemsOf } from "./view";

const form = makeForm(byId("form"), () => {
    show();
    history.replaceState(null, "", `#${new URLSearchParams(form.read()).toString()}`);
});

function show(): void {
    const query = form.read();
    const { requested, conditions } = parseQuery(query);
    const explanation = explain(requested, conditions);
    const answer = "answer" in explanation ? answerOf(explanation.answer) : problemsOf(explanation.problems);
    // Setting the same text again would make screen readers announce it again.
    if (byId("answer").textContent !== answer.textContent) byId("answer").replaceChildren(answer);
    byId("details").replaceChildren(...("answer" in explanation ? detailsOf(explanation, commandOf(query), copy) : []));
}

function load(): void {
    const state = location.hash.slice(1) || (byId("initial").textContent ?? "").trim();
    form.write(new Map(new URLSearchParams(state)));
    show();
}

function commandOf(query: readonly (readonly [string, string])[]): string {
    const words = query.map(([name, value]) => `--${name} ${shellQuote(value)}`);
    return ["npx pulumi-ssh-keepalive explain", ...words].join(" ");
}

async function copy(text: string): Promise<boolean> {
    try {
        await navigator.clipboard.writeText(text);
        return true;
    } catch {
        return false;
    }
}

addEventListener("hashchange", load);
load();
