package main

import (
	"bufio"
	"context"
	"io"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
)

// dialEngine connects to the engine. Without an address it returns nil, and the logger drops its messages.
func dialEngine(address string) (pulumirpc.EngineClient, error) {
	if address == "" {
		return nil, nil
	}
	conn, err := grpc.NewClient(address, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		return nil, err
	}
	return pulumirpc.NewEngineClient(conn), nil
}

// logger sends messages about one resource to the engine.
type logger struct {
	engine pulumirpc.EngineClient
	urn    resource.URN
}

// status logs an ephemeral message, which the engine shows only while the operation runs.
func (l logger) status(ctx context.Context, message string) {
	l.send(ctx, pulumirpc.LogSeverity_INFO, message, true)
}

func (l logger) warn(ctx context.Context, message string) {
	l.send(ctx, pulumirpc.LogSeverity_WARNING, message, false)
}

func (l logger) fail(ctx context.Context, message string) {
	l.send(ctx, pulumirpc.LogSeverity_ERROR, message, false)
}

// send ignores errors: a lost message must not fail the operation.
func (l logger) send(ctx context.Context, severity pulumirpc.LogSeverity, message string, ephemeral bool) {
	if l.engine != nil {
		_, _ = l.engine.Log(ctx, &pulumirpc.LogRequest{
			Severity: severity, Message: message, Urn: string(l.urn), Ephemeral: ephemeral,
		})
	}
}

// lines returns a writer that logs each line as it is written, and a function that waits until all lines are logged.
func (l logger) lines(ctx context.Context) (w io.Writer, finish func()) {
	r, pipe := io.Pipe()
	done := make(chan struct{})
	go func() {
		defer close(done)
		reader := bufio.NewReader(r)
		for {
			line, err := reader.ReadString('\n')
			if line != "" {
				l.status(ctx, line)
			}
			if err != nil {
				return
			}
		}
	}()
	return pipe, func() {
		pipe.Close()
		<-done
	}
}
