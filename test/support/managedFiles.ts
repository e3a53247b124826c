/** Where the host program puts the directives, unless they must go to the main file. */
export const dropIn = "/etc/ssh/sshd_config.d/00-pulumi-ssh-keepalive.conf";

/** Where it puts the kernel values. */
export const sysctlFile = "/etc/sysctl.d/99-zz-pulumi-ssh-keepalive.conf";
