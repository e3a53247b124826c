import type { Problem } from "../../core/settings";
import { validateKnown } from "../../core/validate";
import type { InputRules } from "../inputs/checkInputs";
import { asRecord, pick, unknownProperties } from "../inputs/properties";
import { completeSettingsProblems } from "../server/rules";

const settings = ["profile", "networkPath", "server", "kernel"];

/** What is taken besides settings: the names of it all, and how it is judged. */
export interface OwnProperties {
    names: readonly string[];
    /** The problems that stand whatever the missing leaves turn out to be. */
    known: (args: Record<string, unknown>) => Problem[];
    /** All problems of properties that are all there. */
    complete: (args: Record<string, unknown>) => Problem[];
}

/** How settings are judged together with properties of another kind. */
export function settingsRules(component: string, { names, ...own }: OwnProperties): InputRules {
    const judge = (inputs: unknown, part: "known" | "complete"): Problem[] => {
        const args = asRecord(inputs);
        const wanted = pick(args, settings);
        return [
            ...unknownProperties(args, [...names, ...settings]),
            ...own[part](args),
            ...(part === "known" ? validateKnown(wanted) : completeSettingsProblems(wanted)),
        ];
    };
    return { component, known: (inputs) => judge(inputs, "known"), complete: (inputs) => judge(inputs, "complete") };
}
