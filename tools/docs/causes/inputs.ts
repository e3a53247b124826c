// Messages about timing, options, policies and inputs: everything that is checked before a host is changed.
import { families } from "./family";

/** In the order in which they are tried. */
export const inputFamilies = families(
    // --- Timing ---
    [
        /RekeyLimit|into a session$/,
        "Up to OpenSSH 8.6 (client: 8.2), a RekeyLimit with a time disables keepalive once that time has passed.",
        "Remove the time from RekeyLimit (keep its amount of data), or update OpenSSH.",
    ],
    [
        /probes every … s, …|UnusedConnectionTimeout that is|every OpenSSH version/,
        "How often sshd probes depends on its version: some versions double the interval, and in others an UnusedConnectionTimeout shortens or lengthens it.",
        "Calculate with the period that the message names, or update OpenSSH.",
    ],
    [
        /^(Nothing detects|Only TCP)|leaves only TCP/,
        "ClientAliveInterval is 0, so sshd itself sends nothing through the session.",
        "Set `clientAliveInterval` to a value above 0, or set a profile (profiles.md).",
    ],
    [/ClientAliveCountMax 0/, "The meaning of 0 changed with OpenSSH 8.2.", "Set the count to 1 or more."],
    [
        /is aggressive|An outage|already ends/,
        "Interval and count are so low that a short network outage ends sessions.",
        "Increase the interval or the count, or set a profile (profiles.md).",
    ],
    [
        /hung peer's|retransmitting|TCP keepalive ends|unreachable peer's|kernel's own/,
        "Several timers run at once, and the one that the message names ends the session earlier or later than the one that was intended.",
        "Choose values whose total is the time you want; timing.md has the arithmetic.",
    ],
    [
        /do not affect sshd/,
        "`kernel` is set, but TCPKeepAlive is off, so no socket of sshd uses it.",
        "Set `tcpKeepAlive` to true, or remove `kernel`.",
    ],
    [
        /does not know/,
        "This host's OpenSSH is older than the directive or type.",
        "Remove it for this host, or update OpenSSH.",
    ],
    [
        /idle session's channel/,
        "ChannelTimeout closes the channel, but not the connection.",
        "Set `unusedConnectionTimeout` as well.",
    ],
    [
        /drops the connection|Nothing crosses|idle timeout/,
        "The hop drops a flow that is silent for longer than its idle timeout, and the probes are less frequent than that.",
        "Set a smaller interval; network-path.md has the timeouts.",
    ],
    // --- The command line ---
    [
        /^Expected /,
        "The option's value has the wrong format.",
        "Use the format that the message names; `--help` has an example.",
    ],
    [
        /^… cannot be read: …$/,
        "The file is missing, or this user has no permission to read it.",
        "Correct the path or the permissions.",
    ],
    [
        /more cautious/,
        "Part of the result of `measure`: the network may keep a silent connection longer than these settings need.",
        "Nothing; a longer interval may work as well.",
    ],
    [/page\/build/, "`npm pack` builds the page; in this clone it has not been built.", "Run `node page/build.mjs`."],
    // --- The policy pack ---
    [
        /has no setting .* Correct/,
        "The pack's configuration names a setting that its rule does not have.",
        "Correct the name; policies/README.md lists them.",
    ],
    [
        /contradict each other|is too strict|but it is the version of all servers/,
        "No value can meet all bounds of the pack's configuration, so every resource would be rejected.",
        "Change one of the settings that the message names; the pack's defaults, and each standard alone, do not contradict each other.",
    ],
    [
        /but this rule checks nothing of it/,
        "The standard has no requirement that this rule checks, so setting it would have no effect.",
        "Set it for the rules that the message lists, or `SSH_KEEPALIVE_STANDARD` for all of them; remove it from this rule.",
    ],
    [
        /^networkPath of …/,
        "The pack's configuration has a hop that is neither a known name nor a time within its range, so it would be ignored.",
        "Use a name that the message lists, or the idle timeout in seconds, not in milliseconds or minutes.",
    ],
    [
        /takes no exceptions|two exceptions|only blanks as its reason/,
        "An exception in the pack's configuration would have no effect, or has no documented reason.",
        "Keep one exception for each rule and resource, with a reason (policies/README.md).",
    ],
    [
        /is a keyword of ssh_config, not of sshd_config/,
        "A client keyword was written to a file that sshd reads, so sshd does not start.",
        "Write the server's keyword (ClientAliveInterval, ClientAliveCountMax), or write the line to ssh_config.",
    ],
    [
        /has a keyword that is not in sshd_config/,
        "The keyword is misspelt, or is joined with its value or another line, so sshd does not start.",
        "Correct the line, and have the script run `sshd -t` before it restarts sshd.",
    ],
    [
        /has more than one value|has a value that sshd does not accept/,
        "The line has two settings or values, or a time or count in a format that sshd rejects (`5min`, `-1`, `1.5h`), so sshd does not start.",
        "Write one setting per line: a time such as `90` or `5m`, a count such as `3`, `yes` or `no`.",
    ],
    [
        /may not be in a Match block/,
        "sshd accepts this keyword only outside Match blocks, so it does not start.",
        "Move the line above the first Match.",
    ],
    [
        /^Set hostKey/,
        "The connection pins no host key, so any server that answers at the address is trusted.",
        "Pin the host's public key (host-keys.md).",
    ],
    [
        /^Add it to the hosts/,
        "No resource in the stack configures keepalive on the instance.",
        "Add it to the hosts of an `SshKeepalive`, put the settings into its user data, or add an exception (policies/README.md).",
    ],
    [
        /^Write literal/,
        "A value is known only at run time, so the rule cannot check it.",
        "Write literal values, or use an `SshKeepalive`.",
    ],
    [
        /^Write/,
        "The value violates the bound of the rule that the violation names.",
        "Write the value that the message gives, or change the bound in the pack's configuration (policies/README.md).",
    ],
    // --- Inputs ---
    [
        /is the text of a value/,
        "A template or string addition made a text of a value that is missing.",
        "Find the expression that gives the value, and correct it there.",
    ],
    [
        /inputs have|was touched$/,
        "One or more inputs are invalid; they follow, one per line.",
        "Look up each line in this list.",
    ],
    [
        /the errors of these hosts fail this update/,
        "The errors of the named hosts are above it.",
        "Follow the remedies of those errors.",
    ],
    [
        /report (is missing|has no)/,
        "The command exited with 0 but did not print the host program's report: a forced command or a wrapper ran something else, or discards the output.",
        "Correct that on the host, then run the `pulumi up --replace` that the message names.",
    ],
    [
        /No host is configured/,
        "Neither `hosts` nor `instances` is configured.",
        "Configure one of them, as Pulumi.yaml describes.",
    ],
    [
        /true needs a scheduleExpression/,
        "Systems Manager can skip the first run only if the association has a schedule.",
        "Set a scheduleExpression as well.",
    ],
    [
        /no such (field|property)|no setting has|did you mean|is not known|not the name of a profile|is not a host key type/,
        "The name is misspelt, or belongs to another version of this package.",
        "Use one of the names that the message or reference.md lists.",
    ],
    [
        /There is no row/,
        "A table of this package has no row for the directive. Inputs cannot cause this.",
        "Report the message as a bug.",
    ],
    [
        /fingerprint|public key|revokes|type and key|does not contain|of several hosts/,
        "`hostKey` must be one line with type and key; the value is something else, or only part of such a line.",
        "Copy the host's own public key as described in host-keys.md.",
    ],
    [
        /this key|private key|key's own block|-----/,
        "The key's text was changed when it was put into the configuration.",
        "Set it again from the file: `pulumi config set --secret privateKey < ~/.ssh/id_ed25519`.",
    ],
    [
        /host and user are those|file is that of|^… is the host/,
        "Two entries name the same host and user, and would overwrite each other's settings.",
        "Remove one of them.",
    ],
    [
        /gzip that|userData|makes … bytes/,
        "EC2 accepts at most 16 KiB of user data, as text or base64.",
        'Shorten `userData`, download large parts at boot, or set `encoding` to "gzip".',
    ],
    [
        /(Systems|State) Manager|missing or empty|a string of|target key|ID of an instance/,
        "Systems Manager limits names, targets and values, and rejects invalid ones only when the association is created, or finds no instance.",
        "Observe the limit that the message names; targets can be split between two components, or share one tag.",
    ],
    [
        /channel type|of one type/,
        "sshd ignores a channel type that it does not know, so the timeout would have no effect.",
        "Use one of the types that the message lists.",
    ],
    [
        /let(s)? … drop|lets hops|clientAliveInterval …/,
        "The interval is too long for the hop's idle timeout, on this or on every OpenSSH version.",
        "Use the number that the message names, or a lower one, or omit the interval to have it derived.",
    ],
    [
        /a hop is/,
        "An entry of `networkPath` is neither the name of a known hop nor a number of seconds.",
        "Write a name from network-path.md, or the hop's idle timeout in seconds, as a string.",
    ],
    [
        /true or false/,
        'A setting that is on or off is text such as "yes", a number, or something else.',
        "Write `true` or `false` without quotes; the end of the message names the intended value, if it is clear.",
    ],
    [
        /without quotes/,
        'The value is text: a number such as "60", or a duration with a unit, such as "5m".',
        "Write the number that the message has; times are in seconds.",
    ],
    [
        /takes … to|outside what/,
        "The number is below or above what the program that reads it accepts.",
        "Use a number within the range that the message names; settings.md has all ranges.",
    ],
    [
        /^0 \(number\)/,
        "A count of 0 is not the same as no probes: ssh, and each version of sshd, interpret it differently.",
        "Set a count of 1 or more; an interval of 0 turns the probes off.",
    ],
    [
        /whole number|^… is not …; …$/,
        "The setting takes whole numbers; the value has a fraction, is text, or is not a number.",
        "Use a whole number within the range that the message names.",
    ],
    [
        /day of the month/,
        "Systems Manager refuses a cron expression that names both a day of the month and a weekday, or neither.",
        "Write `?` for the one of the two that does not matter, as in the message's example.",
    ],
);
