import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join, normalize } from "node:path";

/** Returns the links in documents below a directory that do not lead to a file or heading in it. */
export function deadLinks(root: string, files: readonly string[]): string[] {
    return files.flatMap((file) =>
        [...withoutCode(readFileSync(join(root, file), "utf8")).matchAll(/\]\(([^)\s]+)\)/g)]
            .map(([, target = ""]) => target)
            .filter((target) => !/^(https?:|mailto:)/.test(target) && !resolves(root, file, target))
            .map((target) => `${file}: ${target}`),
    );
}

function withoutCode(text: string): string {
    return text.replaceAll(/^```[^]*?^```$/gm, "").replaceAll(/`[^`\n]*`/g, "");
}

function resolves(root: string, from: string, target: string): boolean {
    const [path = "", anchor] = target.split("#");
    const file = path === "" ? from : normalize(join(dirname(from), decodeURIComponent(path)));
    if (!existsSync(join(root, file))) return false;
    if (anchor === undefined || statSync(join(root, file)).isDirectory()) return true;
    const seen = new Map<string, number>();
    const headings = [
        ...readFileSync(join(root, file), "utf8")
            .replaceAll(/^```[^]*?^```$/gm, "")
            .matchAll(/^#+ (.*)$/gm),
    ].map(([, heading = ""]) => {
        const base = slug(heading);
        const before = seen.get(base) ?? 0;
        seen.set(base, before + 1);
        return before === 0 ? base : `${base}-${before}`;
    });
    return headings.includes(anchor.toLowerCase());
}

function slug(heading: string): string {
    return heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
        .replaceAll(" ", "-");
}
