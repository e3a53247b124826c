import * as fs from "node:fs";
import * as path from "node:path";
import { argsClassesIn, interfacesIn, type Structures } from "./structures";

/** The shape of an SDK's value: its kind, or the names of an object's properties. */
export type Shape = string | string[];

export interface TypeFile {
    /** The file with the type, relative to the package's directory. */
    file: string;
    /** Returns the shape at the path; undefined if there is none. */
    shapeAt(path: readonly string[]): Shape | undefined;
}

/** The type in the unpacked SDK, for TypeScript or for Python; undefined if the SDK does not have it. */
export function typeIn(folder: string, type: string): TypeFile | undefined {
    return fs.existsSync(path.join(folder, "package.json")) ? inTypeScript(folder, type) : inPython(folder, type);
}

function inTypeScript(folder: string, type: string): TypeFile | undefined {
    const code = filesBelow(folder, ".js").find((file) => isNamed(file, type) && has(path.join(folder, file), type));
    const file = code?.replace(/\.js$/, ".d.ts");
    if (file === undefined) return undefined;

    const own = interfacesIn(fs.readFileSync(path.join(folder, file), "utf8"));
    const args = own.get(`${type.split(":").at(-1)}Args`) ?? new Map<string, string>();
    const inputs = read(folder, (name) => name.endsWith("types/input.d.ts"), interfacesIn);
    return { file, shapeAt: (at) => shapeAt(args, at, inputs, (text) => namesOf(text, /inputs\.([\w.]+)/g)) };
}

function inPython(folder: string, type: string): TypeFile | undefined {
    const file = filesBelow(folder, ".py").find((each) => has(path.join(folder, each), type));
    if (file === undefined) return undefined;

    const own = argsClassesIn(fs.readFileSync(path.join(folder, file), "utf8"));
    const args = own.get(`${type.split(":").at(-1)}Args`) ?? new Map<string, string>();
    const inputs = read(folder, (name) => name === path.join(path.dirname(file), "_inputs.py"), argsClassesIn);
    return { file, shapeAt: (at) => shapeAt(args, at, inputs, (text) => namesOf(text, /'(?:[\w.]+\.)?(\w+Args)'/g)) };
}

function shapeAt(
    properties: ReadonlyMap<string, string>,
    [first = "", ...rest]: readonly string[],
    structures: Structures,
    namesIn: (type: string) => string[],
): Shape | undefined {
    const type = properties.get(first);
    if (type === undefined) return undefined;

    const isMap = /\[key: string\]|Mapping\[/.test(type);
    const objects = namesIn(type).flatMap((name) => structures.get(name) ?? []);
    const left = rest[0] === "*" ? rest.slice(1) : rest;
    if (objects.length > 0) {
        return left.length === 0
            ? [...objects[0]!.keys()].sort()
            : objects.map((each) => shapeAt(each, left, structures, namesIn)).find((shape) => shape !== undefined);
    }

    if (isMap) return rest.length > 1 ? undefined : "string of a map";

    const kind = kinds.find(([, pattern]) => pattern.test(type))?.[0];
    return left.length > 0 && kind === "string" ? "string of JSON" : kind;
}

const kinds: readonly [string, RegExp][] = [
    ["any", /\bany\b|\bAny\b/],
    ["asset", /asset\.|Asset/],
    ["string", /string|str\b/],
    ["number", /number|int\b/],
    ["boolean", /bool/],
];

function namesOf(type: string, pattern: RegExp): string[] {
    return [...type.matchAll(pattern)].map(([, name = ""]) => name);
}

/** Whether the file's name matches the type: TypeScript SDKs have a file per type. */
function isNamed(file: string, type: string): boolean {
    const name = type.split(":").at(-1) ?? "";
    return path.basename(file, ".js").toLowerCase() === name.toLowerCase();
}

function has(file: string, type: string): boolean {
    return fs.readFileSync(file, "utf8").includes(`'${type}'`);
}

function filesBelow(folder: string, ending: string): string[] {
    const known = listed.get(folder) ?? fs.readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
    listed.set(folder, known);
    return known.filter((file) => file.endsWith(ending) && !file.includes("node_modules"));
}

const listed = new Map<string, string[]>();

function read(folder: string, isWanted: (file: string) => boolean, parse: (text: string) => Structures): Structures {
    const files = filesBelow(folder, "").filter(isWanted);
    const key = [folder, ...files].join();
    const known =
        parsed.get(key) ??
        new Map(files.flatMap((file) => [...parse(fs.readFileSync(path.join(folder, file), "utf8"))]));
    parsed.set(key, known);
    return known;
}

const parsed = new Map<string, Structures>();
