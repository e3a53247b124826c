// Keepalive settings on one host, from a Go program.
package main

import (
	sshkeepalive "example.com/pulumi-ssh-keepalive/sdk/go/pulumisshkeepalive"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		settings := config.New(ctx, "")
		user := settings.Get("user")
		if user == "" {
			user = "admin"
		}
		keepalive, err := sshkeepalive.NewSshKeepalive(ctx, "keepalive", &sshkeepalive.SshKeepaliveArgs{
			Hosts: map[string]sshkeepalive.HostInput{
				"web1": sshkeepalive.HostArgs{
					Host:       pulumi.String(settings.Require("host")),
					User:       pulumi.String(user),
					HostKey:    pulumi.String(settings.Require("hostKey")),
					PrivateKey: settings.RequireSecret("privateKey"),
				},
			},
			Server: sshkeepalive.ServerArgs{
				ClientAliveInterval: pulumi.Float64(60),
				ClientAliveCountMax: pulumi.Float64(3),
			},
			Kernel: sshkeepalive.KernelArgs{
				Time: pulumi.Float64(300), Interval: pulumi.Float64(30), Probes: pulumi.Float64(5),
			},
		})
		if err != nil {
			return err
		}
		report := keepalive.Reports.MapIndex(pulumi.String("web1"))
		ctx.Export("probePeriod", report.Timing().ProbePeriod())
		ctx.Export("summary", report.Summary())
		return nil
	})
}
