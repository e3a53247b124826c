/** The kinds of user data that cloud-init knows: how each begins, and its MIME type. */
const kinds: readonly { begins: RegExp; type: string }[] = [
    { begins: /^## template:/, type: "text/jinja2" },
    { begins: /^#!/, type: "text/x-shellscript" },
    { begins: /^#cloud-boothook/, type: "text/cloud-boothook" },
    { begins: /^#cloud-config-archive/, type: "text/cloud-config-archive" },
    { begins: /^#cloud-config-jsonp/, type: "text/cloud-config-jsonp" },
    { begins: /^#cloud-config/, type: "text/cloud-config" },
    { begins: /^#include-once/, type: "text/x-include-once-url" },
    { begins: /^#include/, type: "text/x-include-url" },
    { begins: /^#part-handler/, type: "text/part-handler" },
];

/** The MIME type that cloud-init detects from the start of user data; undefined if cloud-init would ignore it. */
export function kindOf(text: string): string | undefined {
    return kinds.find(({ begins }) => begins.test(text))?.type;
}

/** Whether the user data is a MIME message already: cloud-init looks for this header among its first 4096 characters. */
export function isMime(text: string): boolean {
    return /^(mime-version|content-type):/i.test(text) || text.slice(0, 4096).toLowerCase().includes("\nmime-version:");
}
