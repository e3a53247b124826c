import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

const root = join(__dirname, "../..");

/** A message that a user may see, as in the sources; "…" represents the values that are filled in at run time. */
export interface Message {
    file: string;
    text: string;
}

/** Every error and warning of the host programs, the components, the command line, the stack and the policy pack. */
export function allMessages(): Message[] {
    const shell = files("components/shell", ".sh").flatMap((file) => shellMessages(file));
    const code = ["core", "components", "cli", "policies"].flatMap((folder) => files(folder, ".ts"));
    return [...shell, ...[...code, "index.ts"].flatMap((file) => codeMessages(file))];
}

function files(folder: string, suffix: string): string[] {
    return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
        .filter((file) => file.endsWith(suffix) && !file.includes("node_modules"))
        .map((file) => `${folder}/${file}`)
        .sort();
}

// The argument of each die, refuse, undo and warn, and the value of each variable passed to them, such as $reload_reason.
function shellMessages(file: string): Message[] {
    const code = readFileSync(join(root, file), "utf8").replaceAll(/^\s*#.*$/gm, "");
    const call =
        /\b(?:die [123]|refuse|undo|warn|\w+_reason=|broken=|cannot_write=)\s?"((?:[^"\\$]|\\.|\$\([^()]*(?:\([^()]*\)[^()]*)*\)|\$\{[^}]*\}|\$\w+)*)"/g;
    return [...code.matchAll(call)].map(([, text = ""]) => ({ file, text: filled(text) }));
}

function filled(text: string): string {
    return text.replaceAll(/\$\((?:[^()]|\([^()]*\))*\)|\$\{[^}]*\}|\$\w+/g, "…").replaceAll(/\\(.)/g, "$1");
}

// The messages of thrown errors, the `reason` of each problem, and all sentences in modules that check inputs or timing.
function codeMessages(file: string): Message[] {
    const source = ts.createSourceFile(file, readFileSync(join(root, file), "utf8"), ts.ScriptTarget.ES2022, true);
    const isCheck =
        /^components\/inputs\/|^core\/validate|^core\/timing\/warnings|^policies\/configuration\/problems|Rules\.ts$|\/rules\.ts$/.test(
            file,
        );
    const found: Message[] = [];
    const visit = (node: ts.Node): void => {
        const text = textOf(node);
        if (text !== undefined && / .* /.test(text) && (isCheck || isMessage(node))) {
            if (!ts.isBinaryExpression(node.parent)) found.push({ file, text });
            return;
        }
        ts.forEachChild(node, visit);
    };
    visit(source);
    return found;
}

function textOf(node: ts.Node): string | undefined {
    if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text;
    if (!ts.isTemplateExpression(node)) return undefined;
    return node.head.text + node.templateSpans.map(({ literal }) => `…${literal.text}`).join("");
}

function isMessage(node: ts.Node): boolean {
    for (let at: ts.Node = node; at.parent !== undefined; at = at.parent) {
        const { parent } = at;
        if (ts.isNewExpression(parent) && /Error$/.test(parent.expression.getText())) return true;
        if (ts.isCallExpression(parent) && parent.expression.getText() === "configurationError") return true;
        if (ts.isPropertyAssignment(parent) && ["reason", "remedy"].includes(parent.name.getText())) return true;
        if (ts.isVariableDeclaration(parent) && ["reason", "remedy"].includes(parent.name.getText())) return true;
        if (ts.isFunctionLike(parent) || ts.isBlock(parent)) return false;
    }
    return false;
}
