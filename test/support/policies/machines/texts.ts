import { gzipSync } from "node:zlib";

/** The same bad setting in each form that a provider accepts. */
export const line = "echo 'ClientAliveInterval 0' >> /etc/ssh/sshd_config";
export const script = `#!/bin/sh\n${line}\n`;
export const base64 = Buffer.from(script).toString("base64");
export const packed = gzipSync(script).toString("base64");
export const file = "ClientAliveInterval 0\n";

export interface TypedResource {
    type: string;
    props: Record<string, unknown>;
}

/** Resources of a type with different properties. */
export function resources(type: string, ...all: Record<string, unknown>[]): TypedResource[] {
    return all.map((props) => ({ type, props }));
}

/** Nests a value in objects, or in a list element if the path has a `*`: at("a/*", 1) is { a: [1] }. */
export function at(path: string, value: unknown): Record<string, unknown> {
    const wrap = (inside: unknown, name: string): unknown => (name === "*" ? [inside] : { [name]: inside });
    return path.split("/").reduceRight(wrap, value) as Record<string, unknown>;
}
