"""Runs cloud-init with each user data in a directory, in separate namespaces, and prints sshd's and the kernel's values.

cloud-init is loaded once, and each of its stages is a child process, so that a text takes a fraction of a second.
"""

import ctypes
import os
import shutil
import subprocess
import sys

sys.path.insert(0, "/usr/lib/python3/dist-packages")
from cloudinit.cmd import main  # noqa: E402
from cloudinit.sources import DataSourceNoCloud  # noqa: E402, F401

NEW_NAMESPACES = 0x00020000 | 0x40000000  # mount and network
STAGES = (["init", "--local"], ["init"], ["modules", "--mode=config"], ["modules", "--mode=final"])
CONFIG = """datasource_list: [NoCloud]
disable_root: false
network: {config: disabled}
users: []
cloud_init_modules: [bootcmd, write_files]
cloud_config_modules: [runcmd]
cloud_final_modules:
  [write_files_deferred, scripts_per_once, scripts_per_boot, scripts_per_instance, scripts_user]
system_info: {distro: debian, paths: {cloud_dir: /var/lib/cloud/, templates_dir: /etc/cloud/templates/}}
"""
STOCK = "Include /etc/ssh/sshd_config.d/*.conf\n#ClientAliveInterval 0\n"
# At the end of the stock file, it sets what is not set before: a rule rejects sshd's own default.
SOUND = "\nClientAliveInterval 90\nClientAliveCountMax 3\n"


def in_child(run):
    pid = os.fork()
    if pid == 0:
        try:
            run()
        finally:
            os._exit(0)
    os.waitpid(pid, 0)


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def run_stage(words):
    log = os.open("/dev/null", os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(log, descriptor)
    main.main(["cloud-init", *words])


def run_case(path):
    ctypes.CDLL(None).unshare(NEW_NAMESPACES)
    for directory in ("/etc/ssh", "/etc/sysctl.d", "/etc/cloud", "/var/lib/cloud", "/run", "/tmp", "/root"):
        os.makedirs(directory, exist_ok=True)
        subprocess.run(["mount", "-t", "tmpfs", "none", directory], check=True)
    seed = "/var/lib/cloud/seed/nocloud"
    write("/etc/cloud/cloud.cfg", CONFIG)
    write("/etc/ssh/sshd_config", STOCK)
    os.makedirs("/etc/ssh/sshd_config.d")
    os.makedirs("/run/sshd")
    write(f"{seed}/meta-data", "instance-id: i-1\nlocal-hostname: host\n")
    shutil.copyfile(path, f"{seed}/user-data")
    for words in STAGES:
        in_child(lambda: run_stage(words))
    with open("/etc/ssh/sshd_config", "r+", encoding="utf-8") as file:
        if file.read().startswith(STOCK):
            file.write(SOUND)
    query = ["/usr/sbin/sshd", "-T", "-h", "/cases/key", "-C", "user=anna,host=h,addr=198.18.0.1"]
    sshd = subprocess.run(query, capture_output=True, text=True, check=False)
    print(f"== {os.path.basename(path)}")
    print(sshd.stdout if sshd.returncode == 0 else "refused")
    for key in ("time", "intvl", "probes"):
        with open(f"/proc/sys/net/ipv4/tcp_keepalive_{key}", encoding="ascii") as file:
            print(f"tcp_keepalive_{key} {file.read().strip()}")
    sys.stdout.flush()


for name in sorted(os.listdir("/cases")):
    if name.isdigit():
        in_child(lambda: run_case(f"/cases/{name}"))
