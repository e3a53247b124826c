// Command pulumi-language-nodejs is a stand-in for Pulumi's Node.js language host, for machines that cannot download
// the official one. See ../README.md for when it steps in and what it leaves out.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
)

// version is the one of the Pulumi CLI that this host is built beside; the linker sets it.
var version = "v0.0.0"

// How often the host asks whether the engine that started it still lives.
const healthInterval = 5 * time.Minute

func main() {
	if err := serve(); err != nil {
		fmt.Fprintln(os.Stderr, "pulumi-language-nodejs:", err)
		os.Exit(1)
	}
}

// serve answers the engine until it goes away. Its first line of output is the port, as the engine expects.
func serve() error {
	tracing := flag.String("tracing", "", "address of a Zipkin-compatible tracing endpoint, handed to the program")
	// Hosts of other languages that were built with an older SDK pass it when they start a plugin from its folder.
	flag.String("root", "", "not used")
	showVersion := flag.Bool("version", false, "print the version and exit")
	flag.Parse()
	if *showVersion {
		fmt.Println(version)
		return nil
	}

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	engine := flag.Arg(0)
	if engine != "" {
		if err := rpcutil.Healthcheck(ctx, engine, healthInterval, stop); err != nil {
			return err
		}
	}

	cancel := make(chan bool)
	go func() {
		<-ctx.Done()
		close(cancel)
	}()
	handle, err := rpcutil.ServeWithOptions(rpcutil.ServeOptions{
		Cancel: cancel,
		Init: func(server *grpc.Server) error {
			pulumirpc.RegisterLanguageRuntimeServer(server, newHost(engine, *tracing))
			return nil
		},
	})
	if err != nil {
		return err
	}
	fmt.Println(handle.Port)
	return <-handle.Done
}
