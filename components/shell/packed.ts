import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { type ProgramName, programs, wholeText } from "./programs";

/**
 * A program minified and packed by gzip, in base64, as tools/packing/ makes it. The package has all of them in a file that
 * build.mjs wrote; a checkout packs them at first use, to the very same bytes, and keeps them with its npm packages.
 */
export function packedBase64(name: ProgramName): string {
    all ??= JSON.parse(read()) as Record<ProgramName, string>;
    return all[name];
}

let all: Record<ProgramName, string> | undefined;

function read(): string {
    const built = path.join(__dirname, "packed.json");
    return fs.existsSync(built) ? fs.readFileSync(built, "utf8") : readKept(path.join(__dirname, "../.."));
}

/** Packing takes more than a second, which each start of the stack would pay for again. */
function readKept(checkout: string): string {
    const folder = path.join(checkout, "node_modules/.cache/pulumi-ssh-keepalive");
    const file = path.join(folder, `packed-${digestOf(checkout)}.json`);
    if (fs.existsSync(file)) return fs.readFileSync(file, "utf8");
    const packed = packNow(checkout);
    try {
        fs.mkdirSync(folder, { recursive: true });
        // Renamed when it is complete: another process may look for it.
        fs.writeFileSync(`${file}.${process.pid}`, packed);
        fs.renameSync(`${file}.${process.pid}`, file);
    } catch {
        // A checkout that cannot be written to packs them each time.
    }
    return packed;
}

/** Of all that the packed programs are made from: their text, what packs them, and the versions of its libraries. */
function digestOf(checkout: string): string {
    const hash = createHash("sha256");
    for (const name of Object.keys(programs) as ProgramName[]) hash.update(wholeText(name));
    const packing = path.join(checkout, "tools/packing");
    const files = fs.readdirSync(packing).map((file) => path.join(packing, file));
    for (const file of [...files, path.join(checkout, "package-lock.json")]) hash.update(fs.readFileSync(file));
    return hash.digest("hex").slice(0, 16);
}

function packNow(checkout: string): string {
    // Without what the calling process has its own Node.js do, such as a debugger.
    const { NODE_OPTIONS: _, ...env } = process.env;
    const args = ["--require", "tsx/cjs", "tools/packing/print.ts"];
    return execFileSync(process.execPath, args, { cwd: checkout, encoding: "utf8", env });
}
