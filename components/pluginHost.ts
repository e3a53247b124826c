// What the plugins need that programs do not: imported as pulumi-ssh-keepalive/plugin-host.
import { main } from "@pulumi/pulumi/provider";
import { ComponentProvider, type ComponentProviderOptions } from "@pulumi/pulumi/provider/experimental";
import { reportAsPlugin } from "./inputs/inputError";
import { manifestAbove, schemaFacts } from "./packageFacts";

/** The part of a package's schema that names its SDKs. */
interface NamedSchema {
    readonly name: string;
    readonly language?: Readonly<Record<string, object>> | undefined;
}

/**
 * Serves components to the engine that started this process, as Pulumi's own `componentProviderHost` does, but with
 * names of the SDKs that do not repeat "pulumi".
 */
export function servePlugin(options: ComponentProviderOptions): Promise<void> {
    reportAsPlugin();
    return main(new NamedProvider(options), process.argv.slice(2));
}

class NamedProvider extends ComponentProvider {
    override async getSchema(): Promise<string> {
        const schema = withSdkNames(JSON.parse(await super.getSchema()) as NamedSchema);
        return JSON.stringify({ ...schema, ...schemaFacts(manifestAbove(__dirname)) });
    }
}

/**
 * The schema with names for the SDKs of Python and Go. The generators put "pulumi" before the package's name, which has
 * it already. Go's folder stays the one that `pulumi package add` expects, named after the package.
 */
export function withSdkNames<Schema extends NamedSchema>(schema: Schema): Schema {
    const { name, language = {} } = schema;
    const names = {
        python: { packageName: name.replaceAll("-", "_") },
        go: { importBasePath: `example.com/${name}/sdk/go/${name.replaceAll("-", "")}` },
    };
    const { python, go } = language;
    return { ...schema, language: { ...language, python: { ...python, ...names.python }, go: { ...go, ...names.go } } };
}
