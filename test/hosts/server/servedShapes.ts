/** How a script starts a daemon on port 2222, beside Debian's own on port 22. */
interface Shape {
    readonly name: string;
    readonly start: string;
    readonly mainFile: string;
    readonly binary?: string;
    readonly unit?: string;
    readonly systemd?: boolean;
    readonly leftAlone?: RegExp | null;
    /** Whether there is a process to reload. */
    readonly reloads?: boolean;
}

const ownFile = "mkdir -p /srv/two && cp /etc/ssh/sshd_config /srv/two/own.conf && cd /srv/two";
export const unit = (service: string, lines: string, socket = ""): string => `
    cat >'/etc/systemd/system/${service}.service' <<'END'
[Service]
${lines}
RuntimeDirectory=sshd
RuntimeDirectoryPreserve=yes
END
    ${socket === "" ? "" : `printf '%s\\n' '[Socket]' ${socket} >/etc/systemd/system/${service.replace("@", "")}.socket`}
    systemctl daemon-reload
    systemctl start ${service.replace("@", "")}.${socket === "" ? "service" : "socket"}`;

export const shapes: readonly Shape[] = [
    {
        name: "a second instance with a main file and a pid file of its own",
        start: `${ownFile} && printf '%s\\n' 'PidFile /run/two.pid' 'Port 2222' >own.conf && /usr/sbin/sshd -f /srv/two/own.conf`,
        mainFile: "/srv/two/own.conf",
        leftAlone: /^\/usr\/sbin\/sshd \(process \d+, \/etc\/ssh\/sshd_config\)$/u,
    },
    {
        name: "a second instance that took over the pid file",
        start: `${ownFile} && printf '%s\\n' 'Port 2222' >own.conf && /usr/sbin/sshd -f /srv/two/own.conf`,
        mainFile: "/srv/two/own.conf",
    },
    {
        name: "a second instance that shares the drop-in folder",
        start: `${ownFile} && printf '%s\\n' 'Include /etc/ssh/sshd_config.d/*.conf' 'PidFile none' 'Port 2222' >own.conf && /usr/sbin/sshd -f /srv/two/own.conf`,
        mainFile: "/srv/two/own.conf",
        leftAlone: null,
    },
    {
        name: "clustered flags",
        start: `${ownFile} && echo 'PidFile none' >own.conf && (/usr/sbin/sshd -Dp2222 -4oLoginGraceTime=77 -eqf /srv/two/own.conf >/dev/null 2>&1 &)`,
        mainFile: "/srv/two/own.conf",
    },
    {
        name: "a binary with another main file built in",
        start: `mkdir -p /etc/sst /srv/bin && printf '%s\\n' 'PidFile none' >/etc/sst/sshd_config
            sed 's#/etc/ssh/sshd_config#/etc/sst/sshd_config#g' /usr/sbin/sshd >/srv/bin/sshd
            chmod +x /srv/bin/sshd && /srv/bin/sshd -p 2222`,
        mainFile: "/etc/sst/sshd_config",
        binary: "/srv/bin/sshd",
    },
    {
        name: "a daemon that is not called sshd",
        start: `mkdir -p /srv/bin && cp /usr/sbin/sshd /srv/bin/remote-login && /srv/bin/remote-login -p 2222 -o PidFile=none`,
        mainFile: "/etc/ssh/sshd_config",
        binary: "/srv/bin/remote-login",
        leftAlone: null,
    },
    {
        name: "a unit of its own",
        systemd: true,
        start: unit("two", 'ExecStart=/usr/sbin/sshd -D -p 2222 -o "PidFile /run/two.pid"'),
        mainFile: "/etc/ssh/sshd_config",
        unit: "two.service",
        leftAlone: null,
    },
    {
        name: "a socket of systemd's that starts a daemon for each connection, with -o",
        systemd: true,
        start: `${ownFile} && echo 'PidFile none' >own.conf
            echo 'TWO_OPTS="-f /srv/two/own.conf"' >/etc/default/two
            ${unit("two@", 'EnvironmentFile=-/etc/default/two\nExecStart=-/usr/sbin/sshd -i $TWO_OPTS -o "LoginGraceTime 77"\nStandardInput=socket', "ListenStream=2222 Accept=yes")}`,
        mainFile: "/srv/two/own.conf",
        unit: "two.socket",
        reloads: false,
    },
    {
        name: "a socket of systemd's under another name",
        systemd: true,
        start: unit("two", 'ExecStart=/usr/sbin/sshd -D -o "PidFile none"\nKillMode=process', "ListenStream=2222"),
        mainFile: "/etc/ssh/sshd_config",
        unit: "two.service",
        leftAlone: null,
    },
];
