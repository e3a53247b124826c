/** Where sshd and sysctl read their files. `/usr/etc` is where SUSE ships sshd's. */
export const sshdMain = /^\/(usr\/)?etc\/ssh\/sshd_config$/;
export const sshdDropIn = /^\/(usr\/)?etc\/ssh\/sshd_config\.d\/[^/.][^/]*\.conf$/;
export const sysctlFile = /^\/etc\/sysctl\.conf$|^\/(etc|run|usr\/lib|usr\/local\/lib|lib)\/sysctl\.d\/[^/]+\.conf$/;

/** Values set by `sysctl -w` and by writes to /proc/sys are kept as a sysctl file of this name. */
export const runtimeSysctl = "sysctl -w";

/** The file of /proc/sys that sets a keepalive value. */
export const procSys = /^\/proc\/sys\/(net\/ipv4\/tcp_keepalive_\w+)$/;

/** Files that the host runs or reads later by itself: boot scripts, schedules, units, and the options of sshd's service. */
export const startedLater = new RegExp(
    "^/etc/(?:rc\\.local|rc\\.d/.+|init\\.d/.+|cron\\.[a-z]+/.+|crontab|tmpfiles\\.d/.+\\.conf|tuned/.+|network/if-[a-z-]+\\.d/.+|" +
        "NetworkManager/dispatcher\\.d/.+|default/ssh|sysconfig/sshd?|conf\\.d/sshd|cloud/cloud\\.cfg(?:\\.d/.+)?|systemd/system/.+)$|" +
        "^/(?:usr/)?lib/systemd/system/.+|^/run/systemd/system/.+|^/var/spool/cron/.+|^/var/lib/cloud/scripts/per-[a-z]+/.+",
);

/** Whether sshd or sysctl reads the file. */
export function isConfig(path: string): boolean {
    return sshdMain.test(path) || sshdDropIn.test(path) || sysctlFile.test(path) || path === runtimeSysctl;
}

/** Why the drop-ins are not checked: the main file may no longer include them. */
export const includeEdited = "an edit of the Include";
