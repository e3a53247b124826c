// Messages of the two programs on hosts.
import { families } from "./family";

const log = "See `journalctl -u ssh` (or `sshd`) on the host";
const sshdTest = "Run `sshd -t` on the host, correct the line that it names, and run again.";
const space =
    "Free space (`df`, `df -i`), mount it writable, or lift the flag (`lsattr`, `chattr -i`), then run again.";
const otherOwner = "Remove them there, or set `takeOver` to true if that component or stack no longer exists.";

/** In the order in which they are tried. */
export const hostFamilies = families(
    // --- The server program: remains of an earlier run, and rollback ---
    [
        /could not be restored:|could not be restored: see/,
        "A change failed, and so did its rollback: usually the disk became full or read-only in between.",
        "Log in through a console or a session that is still open. Copy the files back from the folder that the message names (on a host `/var/lib/pulumi-ssh-keepalive`), run `sshd -t`, and reload sshd.",
    ],
    [
        /files were restored, but the daemon does not listen/,
        "The earlier configuration was restored, but sshd does not start or listen with it either: something other than these files prevents it.",
        `${log}, through a console or a session that is still open, and start sshd.`,
    ],
    [
        /^…; nothing was changed\.$/,
        "The step at the start of the message failed before any file was changed.",
        "Correct the problem in the first part, which has a row of its own here, and run again.",
    ],
    [
        /killed half-way/,
        "The machine went down, or the run was killed, between the first file and the proof.",
        "Nothing: this run first restored the earlier files, and then continued.",
    ],
    [
        /everything was rolled back/,
        "The step at the start of the message failed after files were changed.",
        "The host is unchanged. Correct the problem in the first part, which has a row of its own here, and run again.",
    ],
    // --- The programs, called manually ---
    [
        /^--(owner|host|pattern) |first argument is|takes no settings|^… needs at least|must be a whole number\.|not one that this program|has a character that no keepalive|is not a host pattern/,
        "The program was called manually with invalid arguments; the components never do that.",
        "Call it as described in the comment at its top and in host-program.md.",
    ],
    // --- Files, folders and disks ---
    [
        /full or read-only disk|immutable\?|cannot keep the owner|cannot replace|^cannot remove|read completely|sshd's output is truncated|could not be read \(is/,
        "The file system is full or read-only, or the file has the immutable flag.",
        space,
    ],
    [
        /may not write to/,
        "The file or its folder belongs to another user, or another tool keeps it read-only.",
        "Make the user the file's owner, or have that tool write the settings.",
    ],
    [
        /while it had our block/,
        "Someone edited the file with a tool that replaces it, which broke its hard links.",
        "Link the names again if they should be one file.",
    ],
    [
        /hard links\)/,
        "The file has several names (hard links), and replacing one would separate it from the others.",
        "Make it one file, or a symbolic link to one.",
    ],
    [
        /^… is a (broken link|link that)|^… is not a (folder|regular file)|^the home folder|^… is missing|cannot be read by/,
        "The path does not lead to a file that sshd or ssh reads: it is missing, a broken link, of another type, or unreadable for its user.",
        "Fix the file, folder or link on the host, then run again.",
    ],
    [
        /exists and is not from this program/,
        "A file from another source has the name that this package uses.",
        "Remove or rename it, once you know who created it.",
    ],
    [
        /changed by another user than root/,
        "A user other than root can write to sshd's file or a folder above it, and so control root's daemon.",
        "Run `chown root` on it, and remove write permission for group and others.",
    ],
    [
        /^… has the line|must have the lines/,
        "Someone edited the markers around the managed block.",
        "Restore both markers in their order, or remove both and everything between them.",
    ],
    // --- Who the settings belong to ---
    [
        /operating system's image/,
        "sshd reads a file below /usr, which an update would replace.",
        "Give the host its own `/etc/ssh/sshd_config`, with the Include that the message names.",
    ],
    [
        /belong(s)? to .*left unchanged/,
        "Another component or stack has taken over the settings since.",
        "Nothing: the new owner manages them, and removes them.",
    ],
    [/belong(s)? to/, "Another component or stack manages the same settings.", otherOwner],
    [
        /changed by someone else|is …, which is not what was set/,
        "Someone changed it after this package set it.",
        "Check it; remove it manually if nobody needs it.",
    ],
    [
        /record in … is gone/,
        "Someone removed `/var/lib/pulumi-ssh-keepalive`, so the earlier kernel values are unknown.",
        "Nothing, or set the values with `sysctl -w`; a reboot restores those from the system's files.",
    ],
    [
        /held the lock/,
        "Another run is in progress on this host, or hangs.",
        "Wait for it and run again; if there is none, look for a stuck process with `ps`, and remove the lock that the message names, if it names one.",
    ],
    // --- sshd ---
    [
        /would change who can log in|would lock out|could log in again|only at this reload/,
        "Someone changed sshd's files, and sshd has not been reloaded since; this reload would also activate that change.",
        "Check the directive that the message names; reload sshd yourself, or revert the change.",
    ],
    [
        /does not know …: leave/,
        "This host's OpenSSH is older than the directive.",
        "Leave the directive out for this host, or update OpenSSH.",
    ],
    [
        /would also alter other directives/,
        "Someone added lines to the managed block or drop-in.",
        "Move those lines to a file of their own.",
    ],
    [
        /someone else changed other directives during this run/,
        "Someone edited sshd's files between this run's check of them and its proof.",
        "Check sshd's files, then apply again.",
    ],
    [
        /the report would be lost/,
        "A start-up file of the login shell, such as `~/.bashrc`, closes standard output or sends it to /dev/null, and the component would get no report.",
        "Take that line out, or have the file return early for shells that are not interactive; then run again.",
    ],
    [
        /no host key that it can read/,
        "The host keys were removed, or sshd cannot read them.",
        "Run `ssh-keygen -A`, which creates the missing keys; then run again.",
    ],
    [
        /which the configuration no longer has/,
        "Someone removed a Port or ListenAddress, and sshd has not been reloaded since.",
        "Restore the port, or restart sshd yourself and connect to the new one.",
    ],
    [
        /is in a Match block/,
        "The configuration has a Match block with this directive, which wins for the connections that it matches.",
        "Leave it if it is intended; otherwise change it there.",
    ],
    [
        /will win|would win/,
        "Another file or line sets the same key, and takes precedence.",
        "Remove it there, or leave the key out of the settings.",
    ],
    [
        /another daemon/,
        "More than one sshd runs on this host, and another one reads the same files with other options.",
        "Check how it is started (`ps -ef`, its unit), and correct its configuration, or stop it if nobody needs it.",
    ],
    [
        /sshd(…)? (now )?reject|does not report its|does not say which file|sshd -T failed/,
        "sshd rejects its configuration, or exits before it prints the effective values. Its own message follows.",
        sshdTest,
    ],
    [
        /no sshd|there is no sshd/,
        "No sshd is installed, or it is not on root's PATH, not running, and not in the usual folders.",
        "Install openssh-server.",
    ],
    [/^no ssh found/, "No ssh is on the PATH.", "Install openssh-client."],
    [/flock is missing/, "The host has neither util-linux's nor busybox's `flock`.", "Install util-linux or busybox."],
    [
        /needs root/,
        "The user who logs in is not root, and `become` is `none`.",
        'Connect as root, or set `become` to "sudo" or "doas".',
    ],
    [
        /this connection came, is served by/,
        "A server that is not root's OpenSSH, such as dropbear or a container's own sshd, serves this port.",
        "Connect to the port of the OpenSSH that you want to manage, or leave the host out.",
    ],
    [
        /systemctl names no socket/,
        "systemd runs, but root's `systemctl show '*.socket'`, which should name the socket that starts sshd, prints nothing.",
        "Run that command on the host, fix what it reports, and run again.",
    ],
    [
        /would end this connection/,
        "The unit is restarted rather than reloaded, and its KillMode also ends the sessions.",
        "Set `KillMode=process` in the unit.",
    ],
    [
        /cannot be read \(too small/,
        "sshd was started with an environment so small that its command line cannot be read from `/proc`.",
        "Start it through a unit, or with PATH set.",
    ],
    [
        /the daemon|listens on no port/,
        "sshd was reloaded and did not listen again as before, or it did not listen in the first place.",
        `${log}. The earlier files were restored, unless the message says otherwise; fix what the log reports, and run again.`,
    ],
    [/^… \(for …\)$/, "The message of sshd's own test, for the connection in parentheses.", sshdTest],
    // --- The kernel ---
    [
        /\/proc\/sys/,
        "The host is a container whose /proc/sys is read-only or not mounted.",
        "Leave `kernel` out for this host, and set the values on the machine that runs the container.",
    ],
    [
        /the kernel (rejects|has)/,
        "The kernel rejected the value, or something else set another one immediately.",
        "Leave `kernel` out for this host, or find what sets it (`sysctl --system`, a tuning daemon).",
    ],
    // --- The client program ---
    [
        /no host name was found/,
        "The patterns and exclusions leave no host name with which `ssh -G` could prove the block.",
        'Add a positive pattern, such as "*.example.com".',
    ],
    [
        /the block in … (is gone|has been|had been|was gone)/,
        "Someone edited the file, or a tool rewrote it.",
        "Nothing if it was written again; otherwise find out what wrote the file, and run `pulumi up`.",
    ],
    [
        /would also change other settings/,
        "The block would change the settings of other hosts, because a line after it continues a Host section.",
        "Put a `Host` or `Match` line before the lines at the end of the file that belong to a section.",
    ],
    [
        /above the block|below the block|more such lines/,
        "The file sets the same key for the same hosts.",
        "Remove those lines, or leave them if they are intended: ssh uses the first value.",
    ],
    [
        /ssh (rejects|does not obtain)|^for …, …$/,
        "ssh rejects the file, or another line wins. Its own message follows.",
        "Run `ssh -G HOST` as that user, correct the line that it names, and run again.",
    ],
    [
        /has no name here/,
        "The user ID is not in the user database, as in some containers.",
        "Add the user to /etc/passwd, or connect as another user.",
    ],
);
