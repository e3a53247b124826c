// Package serve holds the main functions of plugins: flags, the gRPC server, and the port on the first line of output,
// where the engine reads it. It is a module of its own because language-yaml, which imports it too, needs an older SDK
// than the stand-ins. It must compile with both.
package serve

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

// How often a language host checks that the engine that started it is still running.
const healthInterval = 5 * time.Minute

// Plugin parses the flags and calls run, or prints the version if -version is set. The process exits with status 1 if
// run fails.
func Plugin(name, version string, run func() error) {
	showVersion := flag.Bool("version", false, "print the version and exit")
	flag.Parse()
	if *showVersion {
		fmt.Println(version)
		return
	}
	if err := run(); err != nil {
		fmt.Fprintf(os.Stderr, "%s: %v\n", name, err)
		os.Exit(1)
	}
}

// LanguageHost serves a language host until the engine, whose address is the first argument, is gone, or until the
// process is interrupted.
func LanguageHost(name, version string, newHost func(engine, tracing string) pulumirpc.LanguageRuntimeServer) {
	tracing := flag.String("tracing", "", "address of a Zipkin-compatible tracing endpoint, passed on to the program")
	// Language hosts built with an older SDK pass -root when they start a plugin from its directory.
	flag.String("root", "", "ignored")
	Plugin(name, version, func() error {
		ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
		defer stop()
		engine := flag.Arg(0)
		if engine != "" {
			if err := rpcutil.Healthcheck(ctx, engine, healthInterval, stop); err != nil {
				return err
			}
		}
		return Until(ctx, func(server *grpc.Server) {
			pulumirpc.RegisterLanguageRuntimeServer(server, newHost(engine, *tracing))
		})
	})
}

// Until serves what register registers until ctx is done.
func Until(ctx context.Context, register func(*grpc.Server)) error {
	cancel := make(chan bool)
	context.AfterFunc(ctx, func() { close(cancel) })
	handle, err := rpcutil.ServeWithOptions(rpcutil.ServeOptions{
		Cancel: cancel,
		Init: func(server *grpc.Server) error {
			register(server)
			return nil
		},
	})
	if err != nil {
		return err
	}
	fmt.Println(handle.Port)
	return <-handle.Done
}
