import { withoutComments } from "../../components/shell/programs";
import { withShortAwk } from "./awk";
import { withoutBlanks } from "./blanks";
import { withShortNames } from "./shortNames";

/** A shell program in fewer bytes that does the same. */
export function minified(program: string): string {
    return withoutBlanks(withShortNames(withShortAwk(withoutComments(program))));
}
