import type { Host } from "../../support/testbed";
import { script } from "./freshHosts";

/** The environment of a run that is to meet the shims. */
export const withShims = { PATH: "/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" };

/**
 * Puts a shim before a command of a host, which runs a shell text the first time that the command is called with words
 * like these (a pattern of `case`), and then the command.
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
