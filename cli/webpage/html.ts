import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Query, queryOf } from "../../core/explain/query";
import { packageFolder } from "../package";

/** The page's file in this package. Throws if it was not built. */
export function pageFile(): string {
    const file = join(packageFolder(), "page/bin/page.html");
    if (!existsSync(file)) throw new Error(`there is no ${file}; in a clone, run: node page/build.mjs`);
    return file;
}

/** The page, which starts with these settings if its URL has none. */
export function pageFor(initial?: Query): string {
    const html = readFileSync(pageFile(), "utf8");
    // URL encoding ensures that no value is parsed as markup.
    const query = initial === undefined ? "" : new URLSearchParams(queryOf(initial)).toString();
    return html.replace(/(<script type="text\/plain" id="initial">)/, (start) => start + query);
}
