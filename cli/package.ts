import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** The folder of the package that this file is in: the nearest one above it with a package.json. */
export function packageFolder(from: string = __dirname): string {
    return existsSync(join(from, "package.json")) ? from : packageFolder(dirname(from));
}

/** The version of that package. */
export function packageVersion(): string {
    return (JSON.parse(readFileSync(join(packageFolder(), "package.json"), "utf8")) as { version: string }).version;
}
