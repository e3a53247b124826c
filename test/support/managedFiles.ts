/** The file to which the host program writes the directives, unless they must be in the main file. */
export const dropIn = "/etc/ssh/sshd_config.d/00-pulumi-ssh-keepalive.conf";

/** The file to which it writes the kernel values. */
export const sysctlFile = "/etc/sysctl.d/99-zz-pulumi-ssh-keepalive.conf";
