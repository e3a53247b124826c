// Command pulumi-language-yaml is the official language host of Pulumi YAML, in the newest version that the Go module
// proxy serves, plus the Link call. `pulumi package add` makes this call since a later version. In YAML there is nothing
// to link: the engine reads the generated package description.
package main

import (
	"context"

	"github.com/pulumi/pulumi-yaml/pkg/server"
	"github.com/pulumi/pulumi-yaml/pkg/version"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"

	"pulumi-ssh-keepalive/toolchain/serve"
)

type host struct {
	pulumirpc.LanguageRuntimeServer
}

// Link succeeds and does nothing.
func (host) Link(context.Context, *pulumirpc.LinkRequest) (*pulumirpc.LinkResponse, error) {
	return &pulumirpc.LinkResponse{}, nil
}

func main() {
	serve.LanguageHost("pulumi-language-yaml", version.Version,
		func(engine, tracing string) pulumirpc.LanguageRuntimeServer {
			return host{server.NewLanguageHost(engine, tracing, false)}
		})
}
