/** Variables that shells set themselves, or that a script's environment usually contains. */
export const namesOfEnvironment = new RegExp(
    "^(?:" +
        "HOME|USER|LOGNAME|PATH|SHELL|PWD|OLDPWD|TERM|LANG|LANGUAGE|LC_\\w+|HOSTNAME|HOSTTYPE|MACHTYPE|OSTYPE|UID|EUID|" +
        "GROUPS|PPID|BASH\\w*|RANDOM|SRANDOM|SECONDS|EPOCH\\w+|LINENO|IFS|OPT(?:IND|ARG|ERR)|SHLVL|SHELLOPTS|FUNCNAME|" +
        "PIPESTATUS|DIRSTACK|REPLY|COPROC\\w*|PS[0-4]|MAIL|EDITOR|VISUAL|PAGER|DISPLAY|SSH_\\w+|SUDO_\\w+|XDG_\\w+|DBUS_\\w+|" +
        "TMPDIR|TZ|COLUMNS|LINES|\\w+_(?:proxy|PROXY)|DEBIAN_FRONTEND|AWS_\\w+|PULUMI_\\w+|INVOCATION_ID|JOURNAL_STREAM|_" +
        ")$",
);
