// Messages of the two programs on hosts.
import { families } from "./family";

const log = "See `journalctl -u ssh` (or `sshd`) on the host";
const sshdTest = "Run `sshd -t` on the host, correct the line that it names, and run again.";
const space =
    "Free space (`df`, `df -i`), mount it writable, or lift the flag (`lsattr`, `chattr -i`), then run again.";
const otherOwner = "Remove them there, or set `takeOver` to true if that component or stack no longer exists.";

/** In the order in which they are tried. */
export const hostFamilies = families(
    // --- The server program: what an earlier run left, and the way back ---
    [
        /could not be put back:|could not be put back: see/,
        "A change failed, and so did the way back: usually the disk filled or became read-only between the two.",
        "Log in by a console or a session that is still open. Copy the files back from the folder that the message names (on a host `/var/lib/pulumi-ssh-keepalive`), run `sshd -t`, and reload sshd.",
    ],
    [
        /files were put back, but the daemon does not listen/,
        "The former configuration is back, but sshd does not start or listen with it either: something outside these files keeps it from it.",
        `${log}, by a console or a session that is still open, and start sshd.`,
    ],
    [
        /^…; nothing was changed\.$/,
        "The step that the message begins with failed before any file was changed.",
        "Correct what the first part says, by its own row in this list, and run again.",
    ],
    [
        /killed half-way/,
        "The machine went down, or the run was killed, between the first file and the proof.",
        "Nothing: this run has put the former files back first, and then went on.",
    ],
    [
        /everything was put back/,
        "The step that the message begins with failed after files had been changed.",
        "The host is as it was. Correct what the first part says, by its own row in this list, and run again.",
    ],
    // --- The programs called by hand ---
    [
        /^--owner|^--host|first argument is|takes no settings|^… needs (a value|at least)|must be a whole number\.|none of those that this program|has a character that no keepalive|is not a host pattern/,
        "The program was called by hand with words that it does not take; the components never do.",
        "Call it as the comment at its head, and host-program.md, say.",
    ],
    // --- Files, folders and disks ---
    [
        /full or read-only disk|immutable\?|cannot keep the owner|cannot replace|^cannot remove|read whole|arrive whole|could not be told/,
        "The file system is full or read-only, or the file has the immutable flag.",
        space,
    ],
    [
        /may not write to/,
        "The file or its folder belongs to another user, or another tool keeps it read-only.",
        "Give the file to its user, or have that tool write the settings.",
    ],
    [
        /while it had our block/,
        "Someone edited the file by a tool that replaces it, which parted its hard links.",
        "Link the names again if they are to be one file.",
    ],
    [
        /hard links\)/,
        "The file has several names (hard links), and replacing one would part it from the others.",
        "Make it one file, or a symbolic link to one.",
    ],
    [
        /^… is a (broken link|link that)|^… is not a (folder|regular file)|^the home folder|^… is missing|cannot be read by/,
        "The path does not lead to what sshd or ssh reads: it is missing, a link to nothing, of another type, or unreadable for its user.",
        "Put the file, folder or link right on the host, then run again.",
    ],
    [
        /exists and is not from this program/,
        "A file of another origin has the name that this package writes.",
        "Remove or rename it, once you know who made it.",
    ],
    [
        /changed by another user than root/,
        "sshd's file, or a folder above it, is writable for others than root, who could then decide what root's daemon does.",
        "`chown root` it and take the write permission from group and others.",
    ],
    [
        /^… has the line|must have the lines/,
        "Someone edited the marks around the managed block.",
        "Put both marks back in their order, or take both and what is between them out.",
    ],
    // --- Who the settings belong to ---
    [
        /operating system's image/,
        "sshd reads a file below /usr, which an update would replace.",
        "Give the host an `/etc/ssh/sshd_config` of its own, with the Include that the message names.",
    ],
    [
        /belong(s)? to .*left as/,
        "Another component or stack has taken the settings over since.",
        "Nothing: they are that one's, and it takes them out.",
    ],
    [/belong(s)? to/, "Another component or stack manages the same settings.", otherOwner],
    [
        /changed by somebody else|is …, which is not what was set/,
        "Someone changed it after this package had set it.",
        "Look at it; remove it by hand if nobody needs it.",
    ],
    [
        /record in … is gone/,
        "Someone removed `/var/lib/pulumi-ssh-keepalive`, so the earlier kernel values are unknown.",
        "Nothing, or set the values with `sysctl -w`; a reboot restores those of the system's files.",
    ],
    [
        /held the lock/,
        "Another run is at work on this host, or one hangs.",
        "Wait for it and run again; if there is none, look for a stuck process with `ps`, and remove the lock that the message names, if it names one.",
    ],
    // --- What sshd says ---
    [
        /would change who gets in|would lock out|would let in|only now, by this reload/,
        "Someone changed sshd's files, and sshd has not been reloaded since; this reload would put that change into effect as well.",
        "Compare the directive that the message names; reload sshd yourself, or take the change back.",
    ],
    [
        /does not know …: leave/,
        "This host's OpenSSH is older than the directive.",
        "Leave the directive out for this host, or update OpenSSH.",
    ],
    [
        /no host key that it can read/,
        "The host keys were removed, or only a reader other than root's sshd has them.",
        "`ssh-keygen -A` makes those that are missing; then run again.",
    ],
    [
        /which the configuration no longer has/,
        "Someone removed a Port or ListenAddress, and sshd has not been reloaded since.",
        "Put the port back, or restart sshd yourself and connect by the new one.",
    ],
    [
        /is in a Match block/,
        "The configuration has a Match block with this directive, which wins for the connections that it matches.",
        "Leave it if it is meant; else change it there.",
    ],
    [
        /will win|would win/,
        "Another file or line sets the same key, and is read with more right.",
        "Remove it there, or leave the key out of the settings.",
    ],
    [
        /another daemon/,
        "More than one sshd runs on this host, and the other one reads the same files with other options.",
        "See how it is started (`ps -ef`, its unit), and correct its configuration, or end it if nobody needs it.",
    ],
    [
        /sshd(…)? (does not take|no longer takes|did not take)|does not say what it|does not say which file|could not be asked|no longer takes/,
        "sshd refuses its configuration, or stops before it has said what is effective. Its own words follow.",
        sshdTest,
    ],
    [
        /no sshd|there is no sshd/,
        "No sshd is installed, or not where root's PATH, the running process or the usual folders have it.",
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
        "Connect by the port of the OpenSSH that is to be managed, or leave the host out.",
    ],
    [
        /systemctl names no socket/,
        "systemd runs, but does not answer root's `systemctl show '*.socket'`, which has to name the socket that starts sshd.",
        "Run that command on the host, put right what it says, and run again.",
    ],
    [
        /would end this connection/,
        "The unit is restarted rather than reloaded, and its KillMode ends the sessions too.",
        "Set `KillMode=process` in the unit.",
    ],
    [
        /cannot be read \(too small/,
        "sshd was started with so small an environment that its command line cannot be read back from `/proc`.",
        "Start it by a unit, or with PATH set.",
    ],
    [
        /the daemon|listens nowhere/,
        "sshd was told to reload, and did not come back as it was; or it was not found to listen before.",
        `${log}. The former files are back, unless the message says otherwise; correct what the log names, and run again.`,
    ],
    [/^… \(for …\)$/, "The words of sshd's own test, for the connection that is named.", sshdTest],
    // --- The kernel ---
    [
        /\/proc\/sys/,
        "The host is a container whose /proc/sys is read-only or not mounted.",
        "Leave `kernel` out for this host, and set the values on the machine below.",
    ],
    [
        /the kernel (does not take|has)/,
        "The kernel refused the value, or something set another one at once.",
        "Leave `kernel` out for this host, or find what sets it (`sysctl --system`, a tuning daemon).",
    ],
    // --- The client program ---
    [
        /no host was found/,
        "The patterns and the exclusions leave no name on which `ssh -G` could prove the block.",
        'Add a positive pattern, such as "*.example.com".',
    ],
    [
        /the block in … (is gone|has been|had been|was gone)/,
        "Someone edited the file, or a tool wrote it whole.",
        "Nothing if it was written again; else look who wrote the file, and run `pulumi up`.",
    ],
    [
        /does something else|would do something else/,
        "The block would change what other hosts get, since a line after it continues a Host section.",
        "Put a `Host` or `Match` line before the lines at the file's end that belong to a section.",
    ],
    [
        /above the block|below the block|more such lines/,
        "The file sets the same key for the same hosts.",
        "Remove those lines, or leave them if they are meant: ssh takes the first value.",
    ],
    [
        /ssh does not (take|obtain)|^for …, …$/,
        "ssh refuses the file, or another line wins. Its own words follow.",
        "Run `ssh -G HOST` as that user, correct the line that it names, and run again.",
    ],
    [
        /has no name here/,
        "The user's number is not in passwd, as in some containers.",
        "Give the user a line in /etc/passwd, or connect as another one.",
    ],
);
