import { gzipAsync } from "@gfx/zopfli";
import { type ProgramName, programs, wholeText } from "../../components/shell/programs";
import { minified } from "./minified";

/** A program's name and its zopfli output in base64, which is the same on every run and every machine. */
async function packed(name: ProgramName): Promise<[string, string]> {
    const bytes = await gzipAsync(minified(wholeText(name)), {});
    return [name, Buffer.from(bytes).toString("base64")];
}

/** Prints all shell programs minified and packed, as one object in JSON. */
async function main(): Promise<void> {
    const names = Object.keys(programs) as ProgramName[];
    console.log(JSON.stringify(Object.fromEntries(await Promise.all(names.map(packed)))));
}

main().catch((error: unknown) => {
    console.error(error);
    process.exit(1);
});
