"""Keepalive settings on one host, from a Python program."""

import pulumi
import pulumi_ssh_keepalive as ssh_keepalive

config = pulumi.Config()

keepalive = ssh_keepalive.SshKeepalive(
    "keepalive",
    hosts={
        "web1": {
            "host": config.require("host"),
            "user": config.get("user") or "admin",
            "host_key": config.require("hostKey"),
            "private_key": config.require_secret("privateKey"),
        },
    },
    server={"client_alive_interval": 60, "client_alive_count_max": 3},
    kernel={"time": 300, "interval": 30, "probes": 5},
)

report = keepalive.reports["web1"]
pulumi.export("probePeriod", report.timing.probe_period)
pulumi.export("summary", report.summary)
