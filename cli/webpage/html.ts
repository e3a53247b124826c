import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Query, queryOf } from "../../core/explain/query";

/** The page's file in the package that contains this file. Throws if it was not built. */
export function pageFile(from: string = __dirname): string {
    if (!existsSync(join(from, "package.json")) && dirname(from) !== from) return pageFile(dirname(from));
    const file = join(from, "page/bin/page.html");
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
