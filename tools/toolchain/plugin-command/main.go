// Command pulumi-resource-command is a stand-in for the provider plugin of @pulumi/command, for machines that cannot
// download the official one. ../README.md lists when it is used and what it omits.
package main

import (
	"context"
	"flag"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"

	"pulumi-ssh-keepalive/toolchain/serve"
)

// version is the release of the official plugin whose behaviour this one has. The linker sets it.
var version = "0.0.0"

// The engine, whose address is the argument, ends the process.
func main() {
	serve.Plugin("pulumi-resource-command", version, func() error {
		engine, err := dialEngine(flag.Arg(0))
		if err != nil {
			return err
		}
		return serve.Until(context.Background(), func(server *grpc.Server) {
			pulumirpc.RegisterResourceProviderServer(server, plugin.NewProviderServer(newProvider(engine)))
		})
	})
}
