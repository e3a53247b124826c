import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { defined } from "../core/records";

/** The fields of package.json that name the author and the repository, as npm defines them. */
export interface Manifest {
    readonly name: string;
    readonly author?: string | { readonly name: string };
    readonly homepage?: string;
    readonly keywords?: readonly string[];
    readonly license?: string;
    readonly repository?: string | { readonly url: string };
}

/** The package.json of the package that a folder is part of. */
export function manifestAbove(folder: string): Manifest {
    const file = join(folder, "package.json");
    if (!existsSync(file)) return manifestAbove(dirname(folder));
    return JSON.parse(readFileSync(file, "utf8")) as Manifest;
}

/** The repository's web address, such as `https://github.com/OWNER/NAME`; none until package.json names a repository. */
export function webAddress({ repository }: Manifest): string | undefined {
    const url = typeof repository === "object" ? repository.url : repository;
    return url
        ?.replace(/^(?:github:)?([\w-]+\/[\w.-]+)$/, "https://github.com/$1")
        .replace(/^(?:git\+)?(?:https:\/\/|ssh:\/\/git@|git:\/\/|git@)([^/:]+)[/:]/, "https://$1/")
        .replace(/\.git$/, "");
}

/** The same facts as fields of a Pulumi package's schema. */
export function schemaFacts(manifest: Manifest): Readonly<Record<string, unknown>> {
    const address = webAddress(manifest);
    const { author, license, keywords, homepage = address } = manifest;
    const publisher = typeof author === "object" ? author.name : author?.replace(/\s*[<(].*$/, "");
    return defined({ publisher, license, keywords, homepage, repository: address });
}
