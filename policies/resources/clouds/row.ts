/** The encoding of a property's text. "either": the text is decoded if it is base64 of something that cloud-init reads. */
export type Encoding = "plain" | "base64" | "either";

/**
 * The format of the text. "userData": cloud-init reads it, and detects scripts, cloud-config and multiparts. "script": a
 * shell runs it. "commands": the lines of one script, as a list. "parts": the parts of user data. "file": an object with a
 * file's path and content. "sysctls": an object of kernel parameters.
 */
export type Language =
    "userData" | "script" | "commands" | "ssmDocument" | "imageBuilder" | "powershell" | "parts" | "file" | "sysctls";

/** A property of a resource type whose text reaches a host. */
export interface TextProperty {
    /** The path to the text: names of properties, `*` for each element of a list. */
    path: readonly string[];
    encoding: Encoding;
    language: Language;
    /** The value that another property of the same object must have: the key of a key-value pair. */
    where?: { property: string; is: string };
}

export interface ResourceTypeRow {
    /** Type tokens; for azure-native, without an API version. */
    types: readonly string[];
    /** Whether resources of the type are machines with an sshd, rather than templates for such machines. */
    isMachine: boolean;
    texts: readonly TextProperty[];
}

/** A row of types that are machines. */
export function machine(types: string | readonly string[], ...texts: TextProperty[]): ResourceTypeRow {
    return { types: [types].flat(), isMachine: true, texts };
}

/** A row of types that machines are made from, or that reach machines. */
export function template(types: string | readonly string[], ...texts: TextProperty[]): ResourceTypeRow {
    return { types: [types].flat(), isMachine: false, texts };
}

export function at(path: string, encoding: Encoding = "plain", language: Language = "userData"): TextProperty {
    return { path: path.split("/"), encoding, language };
}

/** A script in plain text. */
export function script(path: string): TextProperty {
    return at(path, "plain", "script");
}
