import { writeFileSync } from "node:fs";
import { Option } from "commander";
import { explain } from "../../core/explain/explanation";
import { type Query, queryFrom } from "../../core/explain/query";
import { shortVersion } from "../../core/openssh";
import { exitCodes } from "../exitCodes";
import type { Output } from "../output";
import { asJson } from "../tables";
import { pageFor } from "../webpage/html";
import { filesText, writeFiles } from "./files";
import type { ExplainOptions } from "./options";
import { problemsText } from "./problems";
import { reportText } from "./report";

/** Explains settings from the command line. Returns the exit code. */
export function explainSettings(options: ExplainOptions, { out, err, terminal }: Output): number {
    const query = queryOf(options);
    const explanation = explain(query.requested, query.conditions);
    if (!("answer" in explanation)) {
        if (options.json) out(asJson(explanation));
        else err(problemsText(explanation.problems, terminal));
        return exitCodes.problems;
    }
    const { files, ...explained } = explanation;
    if (options.json) {
        out(asJson(options.files ? explanation : explained));
    } else {
        const { answer, settings, origins, notes, timing, client } = explained;
        const titles = { server: serverTitle(options.openssh), client: "Settings of the client" };
        out(reportText({ answer, settings, origins, titles, timing, client, notes }, terminal));
        if (options.files && options.write === undefined) out(`\n${filesText(files, terminal)}`);
    }
    const { write, html } = options;
    const isWritten = [
        write === undefined || reportWriting(`--write ${write}`, () => writeFiles(files, write), err),
        html === undefined || reportWriting(`--html ${html}`, () => writePage(html, query), err),
    ];
    return explanation.answer.ok && isWritten.every(Boolean) ? exitCodes.ok : exitCodes.problems;
}

/** Reports the files that `write` returns, or why it failed. Returns whether it succeeded. */
function reportWriting(option: string, write: () => readonly string[], err: Output["err"]): boolean {
    try {
        err(writtenText(write()));
        return true;
    } catch (error) {
        err(`Problem: ${option}: ${(error as Error).message}.\n`);
        return false;
    }
}

function writePage(file: string, query: Query): string[] {
    writeFileSync(file, pageFor(query));
    return [file];
}

function writtenText(files: readonly string[]): string {
    return files.map((file) => `Wrote ${file}\n`).join("") || "Wrote nothing: these settings need no files.\n";
}

function serverTitle(openssh: string | undefined): string {
    const version = shortVersion(openssh);
    if (version === undefined) return "Settings of the server, on any OpenSSH version (--openssh selects one)";
    return `Settings of the server, on OpenSSH ${version}`;
}

/** The input that the options describe. */
function queryOf(options: ExplainOptions): Query {
    return queryFrom(options, ({ name }) => options[new Option(`--${name}`).attributeName()]);
}
