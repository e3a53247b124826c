import { withoutComments } from "../../components/shell/programs";
import { withShortAwk } from "./awk";
import { withoutBlanks } from "./blanks";
import { withShortNames } from "./shortNames";

/** Minifies a shell program without changing its behaviour. */
export function minified(program: string): string {
    return withoutBlanks(withShortNames(withShortAwk(withoutComments(program))));
}
