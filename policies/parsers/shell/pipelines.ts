import { runTested } from "./lists";
import { endedByFailure } from "./state/failures";
import { clone, distinct, inSubshell, opposite, type Shell, type Success } from "./state/shell";
import type { PipelineNode } from "./syntax";

type Pipeline = Extract<PipelineNode, { type: "Pipeline" }>;

/** Each command of a pipeline runs in a subshell. */
export function runPipeline({ commands, prefixes }: Pipeline, shell: Shell): Shell[] {
    const isNegated = prefixes.filter(({ type }) => type === "Negation").length % 2 === 1;
    const run = (inner: Shell): Shell[] =>
        commands.length === 1 ? inner.interpreter.node(commands[0]!, inner) : runPipe(commands, inner);
    const isTested = prefixes.some(({ type }) => type === "Negation");
    const outcomes = isTested ? runTested(shell, run) : run(shell);
    if (!isTested) return commands.length === 1 ? outcomes : outcomes.flatMap(endedByFailure);

    return isNegated ? outcomes.map((outcome) => ({ ...outcome, success: opposite[outcome.success] })) : outcomes;
}

function runPipe(commands: readonly PipelineNode[], shell: Shell): Shell[] {
    const { output, input, sink } = shell;
    let outcomes: Shell[] = [{ ...clone(shell), output: input, success: "yes", sink: undefined }];
    for (const command of commands) {
        outcomes = distinct(
            outcomes.flatMap((outcome) =>
                inSubshell({ ...outcome, input: outcome.output, output: "" }, (child) =>
                    child.interpreter.node(command, child),
                ).map((each) =>
                    shell.options.pipefail ? { ...each, success: worst(outcome.success, each.success) } : each,
                ),
            ),
        );
    }
    return outcomes.map((outcome) => ({ ...outcome, output: output + outcome.output, input, sink }));
}

const fromWorst: readonly Success[] = ["no", "either", "likely", "yes"];

function worst(a: Success, b: Success): Success {
    return fromWorst.indexOf(a) < fromWorst.indexOf(b) ? a : b;
}
