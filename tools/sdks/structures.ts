/** The structures of an SDK: for each name of a class or an interface, its properties and their types, as the SDK writes them. */
export type Structures = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** The interfaces of a TypeScript declaration file, with the namespaces that they are in: `ec2.InstanceEbsBlockDevice`. */
export function interfacesIn(declarations: string): Structures {
    const found = new Map<string, ReadonlyMap<string, string>>();
    const namespaces: string[] = [];
    let open: { name: string; end: string; body: string[] } | undefined;
    for (const line of declarations.split("\n")) {
        if (open !== undefined) {
            if (line === open.end) {
                found.set(open.name, declaredIn(open.body.join("\n")));
                open = undefined;
            } else {
                open.body.push(line);
            }
            continue;
        }
        const [, namespace] = /^\s*(?:export )?(?:declare )?namespace ([\w.]+) \{/.exec(line) ?? [];
        const [, indent = "", name] = /^(\s*)(?:export )?interface (\w+) \{/.exec(line) ?? [];
        if (namespace !== undefined) namespaces.push(namespace);
        else if (name !== undefined) open = { name: [...namespaces, name].join("."), end: `${indent}}`, body: [] };
        else if (line.trim() === "}") namespaces.pop();
    }
    return found;
}

function declaredIn(body: string): ReadonlyMap<string, string> {
    const text = body.replace(/\/\*\*[\s\S]*?\*\//g, "");
    const properties = text.matchAll(/^\s*(?:readonly )?(["\w\-$]+)\??:\s*((?:[^;{}]|\{[^{}]*\})*);/gm);
    return new Map([...properties].map(([, name = "", type = ""]) => [name.replace(/"/g, ""), type]));
}

/** The classes of arguments in a Python module. Properties have their names in the engine. */
export function argsClassesIn(module: string): Structures {
    const classes = module.split(/^class /m).flatMap((text): [string, ReadonlyMap<string, string>][] => {
        const [, name] = /^(\w+Args)(?:\([^)]*\))?:/.exec(text) ?? [];
        return name === undefined ? [] : [[name, gettersIn(text)]];
    });
    return new Map(classes);
}

function gettersIn(text: string): ReadonlyMap<string, string> {
    const getters = text.matchAll(/@pulumi\.getter(?:\(name="([^"]+)"\))?\s+def (\w+)\(self\) -> (.*?):\n/g);
    return new Map([...getters].map(([, given, name = "", type = ""]) => [given ?? name, type]));
}
