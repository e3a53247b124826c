// Cause and remedy of each message that does not carry both itself. The first row that matches a message counts, so a row
// is as narrow as its family. A message that no row matches stops `npm run docs` and its test.
import type { Family } from "./family";
import { hostFamilies } from "./host";
import { judgedFamilies } from "./judged";

/** All families, in the order in which they are tried. */
export const families: readonly Family[] = [...hostFamilies, ...judgedFamilies];
