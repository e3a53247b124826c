// Command pulumi-language-yaml is the official language host of Pulumi YAML, as the newest version that is served as a
// Go module has it, with the call by which `pulumi package add` links an SDK, which came later. In YAML there is nothing
// to link: the engine reads the generated description.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/pulumi/pulumi-yaml/pkg/server"
	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
)

// How often the host asks whether the engine that started it still lives.
const healthInterval = 5 * time.Minute

type host struct {
	pulumirpc.LanguageRuntimeServer
}

func (host) Link(context.Context, *pulumirpc.LinkRequest) (*pulumirpc.LinkResponse, error) {
	return &pulumirpc.LinkResponse{}, nil
}

func main() {
	if err := serve(); err != nil {
		fmt.Fprintln(os.Stderr, "pulumi-language-yaml:", err)
		os.Exit(1)
	}
}

// serve answers the engine until it goes away. Its first line of output is the port, as the engine expects.
func serve() error {
	tracing := flag.String("tracing", "", "address of a Zipkin-compatible tracing endpoint")
	flag.String("root", "", "not used")
	flag.Parse()
	engine := flag.Arg(0)

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := rpcutil.Healthcheck(ctx, engine, healthInterval, stop); err != nil {
		return err
	}
	cancel := make(chan bool)
	go func() {
		<-ctx.Done()
		close(cancel)
	}()
	handle, err := rpcutil.ServeWithOptions(rpcutil.ServeOptions{
		Cancel: cancel,
		Init: func(registrar *grpc.Server) error {
			pulumirpc.RegisterLanguageRuntimeServer(registrar, host{server.NewLanguageHost(engine, *tracing, false)})
			return nil
		},
	})
	if err != nil {
		return err
	}
	fmt.Println(handle.Port)
	return <-handle.Done
}
