// Messages about timing, options, policies and inputs: what is judged before a host is touched.
import { families } from "./family";

/** In the order in which they are tried. */
export const judgedFamilies = families(
    // --- Timing ---
    [
        /RekeyLimit|into a session$/,
        "Up to OpenSSH 8.6 (the client: 8.2), a RekeyLimit with a time switches keepalive off once the time has passed.",
        "Take the time out of RekeyLimit (leave its amount of data), or update OpenSSH.",
    ],
    [
        /probes every … s, …|UnusedConnectionTimeout that is|every OpenSSH version/,
        "How often sshd probes depends on its version: it doubles the interval in some, and an UnusedConnectionTimeout shortens or lengthens it in others.",
        "Count with the period that the message names, or update OpenSSH.",
    ],
    [
        /^(Nothing detects|Only TCP)|leaves only TCP/,
        "ClientAliveInterval is 0, so sshd itself sends nothing through the session.",
        "Give `clientAliveInterval` a value above 0, or a profile (profiles.md).",
    ],
    [/ClientAliveCountMax 0/, "The meaning of 0 changed with OpenSSH 8.2.", "Give 1 or more."],
    [
        /is aggressive|An outage|already ends/,
        "Interval and count are so low that a short outage of the network ends sessions.",
        "Give a larger interval or count, or a profile (profiles.md).",
    ],
    [
        /hung peer's|retransmitting|TCP keepalive ends|unreachable peer's|kernel's own/,
        "Several timers run at once, and the one that the message names ends the session before or after the one that was meant.",
        "Choose values whose sum is the time you want; timing.md has the arithmetic.",
    ],
    [
        /do not affect sshd/,
        "`kernel` is set, and TCPKeepAlive is off, so that no socket of sshd uses it.",
        "Set `tcpKeepAlive` to true, or leave `kernel` out.",
    ],
    [
        /does not know/,
        "This host's OpenSSH is older than the directive or type.",
        "Leave it out for this host, or update OpenSSH.",
    ],
    [/idle session's channel/, "ChannelTimeout closes the channel alone.", "Set `unusedConnectionTimeout` as well."],
    [
        /drops the connection|Nothing crosses|idle timeout/,
        "The hop forgets a flow that is silent for longer than its idle timeout, and the probes come later than that.",
        "Give a smaller interval; network-path.md has the timeouts.",
    ],
    // --- The command line ---
    [
        /^It takes/,
        "The option was given something of another form.",
        "Write it in the form that the message names; `--help` has an example.",
    ],
    [
        /^… cannot be read: …$/,
        "The file is missing, or this user may not read it.",
        "Correct the path, or its permissions.",
    ],
    [
        /more cautious/,
        "A part of the answer of `measure`: the network remembers longer than the settings need.",
        "Nothing; a longer interval would do as well.",
    ],
    [
        /page\/build/,
        "The page is built by `npm pack`, and this is a clone in which it has not been.",
        "Run `node page/build.mjs`.",
    ],
    // --- The policy pack ---
    [
        /has no setting .* Correct/,
        "The pack's configuration names a setting that its rule does not have.",
        "Correct the name; policies/README.md lists them.",
    ],
    [
        /contradict each other|is too strict|but it is the version of all servers/,
        "The pack's configuration asks for values that do not exist, so that every resource would be rejected.",
        "Change one of the settings that the message names; the pack's defaults, and each standard alone, do not contradict each other.",
    ],
    [
        /but this rule checks nothing of it/,
        "The standard asks for nothing that the rule judges, so that setting it would have no effect.",
        "Set it for the rules that the message lists, or `SSH_KEEPALIVE_STANDARD` for all of them; remove it from this rule.",
    ],
    [
        /^networkPath of …/,
        "The pack's configuration has a hop that is neither a known name nor a time within its range, so it would be ignored.",
        "Give a name that the message lists, or the idle timeout in seconds: not in milliseconds or minutes.",
    ],
    [
        /takes no exceptions|two exceptions|only blanks as its reason/,
        "An exception in the pack's configuration would have no effect, or nobody would know why it is there.",
        "Leave one exception for each rule and resource, with a reason (policies/README.md).",
    ],
    [
        /is a keyword of ssh_config, not of sshd_config/,
        "A client's keyword is written to a file that sshd reads; sshd stops at it and does not start again.",
        "Write the server's keyword (ClientAliveInterval, ClientAliveCountMax), or write the line to ssh_config.",
    ],
    [
        /has a keyword that sshd does not have/,
        "The keyword is misspelt, or runs into its value or into another line; sshd stops at it and does not start again.",
        "Correct the line, and have the script run `sshd -t` before it restarts sshd.",
    ],
    [
        /has more than one value|has a value that sshd does not take/,
        "The line has two settings or values, or a time or count in a form that sshd rejects (`5min`, `-1`, `1.5h`); sshd does not start again.",
        "Write one setting in a line: a time such as `90` or `5m`, a count such as `3`, `yes` or `no`.",
    ],
    [
        /may not be in a Match block/,
        "sshd takes this keyword only outside of Match blocks, and does not start again.",
        "Move the line above the first Match.",
    ],
    [
        /^Write hostKey/,
        "The connection pins no host key, so any server that answers at the address is trusted.",
        "Pin the host's public key (host-keys.md).",
    ],
    [
        /^Make it/,
        "An instance is created and no component manages it.",
        "Make it a host of an `SshKeepalive`, put the settings into its user data, or exempt it (policies/README.md).",
    ],
    [
        /^Write literal/,
        "A value is known only at run time, so the rule cannot judge it.",
        "Write literal values, or use an `SshKeepalive`.",
    ],
    [
        /^Write/,
        "The value breaks the bound of the rule that the violation names.",
        "Write what it says, or change the bound in the pack's configuration (policies/README.md).",
    ],
    // --- Inputs ---
    [
        /inputs have/,
        "One or more inputs are wrong; they follow, a line each.",
        "Correct each line by its own row in this list.",
    ],
    [
        /report (is missing|has no)/,
        "The command ended with 0 without the host program's report: a forced command or a wrapper ran something else, or discards what is printed.",
        "Correct that on the host, then apply again with the `pulumi up --replace` that the message names.",
    ],
    [
        /No host is configured/,
        "Neither `hosts` nor `instances` is configured.",
        "Configure one of them, as Pulumi.yaml describes.",
    ],
    [
        /true needs a scheduleExpression/,
        "Systems Manager skips the first run only of an association that has a schedule.",
        "Give a scheduleExpression as well.",
    ],
    [
        /no such (field|property)|no setting has|did you mean|is not known|not the name of a profile|is not a host key type/,
        "The name is misspelt, or of another version of this package.",
        "Take one of the names that the message, or reference.md, lists.",
    ],
    [
        /There is no row/,
        "A table of this package was asked for a directive that it does not have.",
        "Nothing that inputs can cause: report it with the message.",
    ],
    [
        /fingerprint|public key|revokes|type and key|does not contain|of several hosts/,
        "`hostKey` wants one line with type and key; what was given is something else, or only a part of one.",
        "Copy the host's own public key: host-keys.md says how.",
    ],
    [
        /this key|private key|key's own block|-----/,
        "The text of the key was altered on its way into the configuration.",
        "Set it again from the file: `pulumi config set --secret privateKey < ~/.ssh/id_ed25519`.",
    ],
    [
        /host and user are those|file is that of|^… is the host/,
        "Two entries name the same host and user, and would undo each other's work.",
        "Leave one of them out.",
    ],
    [
        /gzip that|userData|makes … bytes/,
        "EC2 takes 16 KiB of user data, and it must be text, or its base64.",
        'Shorten `userData`, have it fetch what is large, or set `encoding` to "gzip".',
    ],
    [
        /(Systems|State) Manager|missing or empty|a string of/,
        "Systems Manager limits names, targets and values, and refuses others only when the association is created.",
        "Keep to the limit that the message names; targets can be split over two components, or be given one tag.",
    ],
    [
        /channel type|of one type/,
        "sshd ignores a channel type that it does not know, so the timeout would do nothing.",
        "Take one of the types that the message lists.",
    ],
    [
        /let(s)? … drop|lets hops|clientAliveInterval …/,
        "The interval is longer than the hop's idle timeout, on this or on every OpenSSH version.",
        "Give the number that the message names or less, or leave it out to have it derived.",
    ],
    [
        /a hop is|seconds|whole number|true or false|without quotes|takes … to|is not …|\(number\)|such as|^has |^is |^write /,
        "The value is of another type or form than the property takes, or outside its range.",
        "Give a value of the form that the message names; reference.md has each range.",
    ],
);
