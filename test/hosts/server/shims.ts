import type { Host } from "../../support/testbed";
import { script } from "./freshHosts";

/** The environment of a run that uses the shims. */
export const withShims = { PATH: "/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" };

/**
 * Puts a shim before a command on a host. The first time the command is called with words that match a pattern of
 * `case`, the shim runs a shell script before the command.
 */
export async function once(host: Host, name: string, like: string, text: string): Promise<void> {
    const shim = `#!/bin/dash
PATH=/usr/sbin:/usr/bin:/sbin:/bin
case "$*" in ${like}) ! mkdir /srv/once-${name} 2>/dev/null || { ${text}; } ;; esac
exec ${name} "$@"
`;
    const install = 'rm -rf "/srv/once-$2" && printf "%s" "$1" >"/usr/local/bin/$2" && chmod +x "/usr/local/bin/$2"';
    await script(host, install, shim, name);
}
