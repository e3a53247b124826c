// Cause and remedy of each message that does not contain both. The first row that matches a message applies, so each row
// should be as narrow as its family. `npm run docs` and its test fail for a message that no row matches.
import type { Family } from "./family";
import { hostFamilies } from "./host";
import { inputFamilies } from "./inputs";

/** All families, in the order in which they are tried. */
export const families: readonly Family[] = [...hostFamilies, ...inputFamilies];
