/** Programs that change no file of sshd or sysctl: they read, print, install, start, or work elsewhere. */
const harmless = new Set(
    // A package manager keeps configuration files with local changes.
    (
        "apt apt-get apt-key apt-mark add-apt-repository dpkg dpkg-query dpkg-reconfigure debconf-set-selections yum dnf " +
        "microdnf rpm zypper apk pacman snap flatpak brew amazon-linux-extras subscription-manager update-alternatives " +
        "systemctl service rc-service rc-update chkconfig initctl journalctl loginctl hostnamectl timedatectl " +
        "localectl udevadm modprobe lsmod insmod depmod sshd ssh-keygen ssh-keyscan ssh-add ssh-agent ssh-copy-id " +
        "useradd usermod userdel groupadd groupmod groupdel adduser addgroup passwd chpasswd chage getent id whoami groups " +
        "who w last hostname uname uptime date cal sleep wait time true : mkdir rmdir touch chmod chown chgrp chattr setfacl " +
        "restorecon semanage setenforce getenforce setsebool chcon auditctl aa-enforce umask ulimit kill pkill killall " +
        "ps pgrep pidof top free df du ls ll stat file tree readlink realpath basename dirname pwd lsblk blkid " +
        "mkswap swapon swapoff mkfs mkfs.ext4 mkfs.xfs resize2fs xfs_growfs growpart parted fdisk sgdisk lvcreate vgcreate " +
        "pvcreate cloud-init cloud-init-per ec2-metadata logger wall tput clear reset stty tty hash jobs bg fg disown " +
        "bind complete times history fc enable help caller dirs cmp diff comm cksum md5sum sha1sum " +
        "sha256sum sha512sum seq yes nproc arch lscpu lspci dmidecode dmesg env printenv locale ip ifconfig route ss netstat " +
        "iptables ip6tables nft ufw firewall-cmd iptables-save conntrack tc ethtool ping traceroute dig nslookup host nc ncat " +
        "telnet openssl gpg gpgconf update-ca-certificates update-ca-trust ldconfig update-initramfs dracut update-grub " +
        "grub2-mkconfig tuned-adm locale-gen helm crictl ctr aws gcloud az doctl hcloud pip pip3 npm " +
        "npx yarn gem cargo go node java svn jq yq wc sha1 reboot shutdown poweroff halt init telinit sync " +
        "needrestart unattended-upgrade fail2ban-client amazon-cloudwatch-agent-ctl cfn-signal ntpdate chronyc timedatectl"
    ).split(" "),
);

export function isHarmless(name: string): boolean {
    return harmless.has(name);
}

/** Programs that write only the files, or into the folders, that their arguments name. */
const writers = new Set(
    "curl wget mount umount rsync scp sftp tar unzip gzip gunzip zcat bunzip2 xz cpio split csplit ar rename".split(
        " ",
    ),
);

export function touchesWhatItNames(name: string): boolean {
    return writers.has(name);
}

const editors = new Set(
    (
        "perl python python2 python3 ruby php lua tclsh expect ed ex vi vim nano emacs augtool patch crudini ansible " +
        "ansible-playbook puppet chef-client chef-solo salt-call make pwsh powershell powershell.exe"
    ).split(" "),
);

/** The name of a command for messages. Unknown names are not shown, because a text may contain secrets. */
export function nameForMessages(name: string): string {
    return editors.has(name) ? name : "an unknown command";
}

/** Programs that scripts often call for their exit code. */
const conditions = new Set(
    "getent id pgrep pidof diff cmp ping nc ncat stat ls systemctl service sshd dpkg rpm mountpoint visudo".split(" "),
);

export function isLikelyToFail(name: string): boolean {
    return conditions.has(name);
}
