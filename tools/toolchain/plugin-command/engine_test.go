package main

import (
	"context"
	"strings"
	"sync"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	"github.com/pulumi/pulumi/sdk/v3/go/common/tokens"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/types/known/emptypb"
)

// fakeEngine calls the provider as an engine does, and records what the provider logs.
type fakeEngine struct {
	pulumirpc.EngineClient
	t        *testing.T
	provider *provider
	mu       sync.Mutex
	messages []*pulumirpc.LogRequest
}

func newEngine(t *testing.T) *fakeEngine {
	e := &fakeEngine{t: t}
	e.provider = newProvider(e)
	return e
}

func (e *fakeEngine) Log(
	_ context.Context, req *pulumirpc.LogRequest, _ ...grpc.CallOption,
) (*emptypb.Empty, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.messages = append(e.messages, req)
	return &emptypb.Empty{}, nil
}

// logged returns what the provider logged, one message per line.
func (e *fakeEngine) logged() string {
	e.mu.Lock()
	defer e.mu.Unlock()
	var lines strings.Builder
	for _, m := range e.messages {
		lines.WriteString(m.Severity.String() + " " + strings.TrimSuffix(m.Message, "\n") + "\n")
	}
	return lines.String()
}

const (
	remoteType = tokens.Type("command:remote:Command")
	localType  = tokens.Type("command:local:Command")
)

func urn(kind tokens.Type) resource.URN {
	return resource.NewURN("dev", "project", "", kind, "web1")
}

// check returns the checked inputs, and fails the test if Check rejects any.
func (e *fakeEngine) check(kind tokens.Type, inputs resource.PropertyMap) resource.PropertyMap {
	e.t.Helper()
	response, err := e.provider.Check(context.Background(),
		plugin.CheckRequest{URN: urn(kind), Name: "web1", Type: kind, News: inputs})
	if err != nil || len(response.Failures) > 0 {
		e.t.Fatalf("check failed: %v %v", err, response.Failures)
	}
	return response.Properties
}

// create checks inputs and creates a resource.
func (e *fakeEngine) create(kind tokens.Type, inputs resource.PropertyMap) (plugin.CreateResponse, error) {
	e.t.Helper()
	return e.provider.Create(context.Background(),
		plugin.CreateRequest{URN: urn(kind), Name: "web1", Type: kind, Properties: e.check(kind, inputs)})
}

// created creates a resource and returns its state. It fails the test on an error.
func (e *fakeEngine) created(kind tokens.Type, inputs resource.PropertyMap) resource.PropertyMap {
	e.t.Helper()
	response, err := e.create(kind, inputs)
	if err != nil {
		e.t.Fatalf("create failed: %v", err)
	}
	return response.Properties
}

func (e *fakeEngine) update(
	kind tokens.Type, state, inputs resource.PropertyMap,
) (resource.PropertyMap, error) {
	e.t.Helper()
	response, err := e.provider.Update(context.Background(), plugin.UpdateRequest{
		URN: urn(kind), Name: "web1", Type: kind, OldOutputs: state, NewInputs: e.check(kind, inputs),
	})
	return response.Properties, err
}

func (e *fakeEngine) delete(kind tokens.Type, state resource.PropertyMap) error {
	_, err := e.provider.Delete(context.Background(),
		plugin.DeleteRequest{URN: urn(kind), Name: "web1", Type: kind, Outputs: state})
	return err
}

// remoteInputs returns the inputs of a remote command: the connection and the given fields.
func remoteInputs(connection, fields resource.PropertyMap) resource.PropertyMap {
	inputs := resource.PropertyMap{"connection": resource.NewProperty(connection)}
	for name, value := range fields {
		inputs[name] = value
	}
	return inputs
}

func text(s string) resource.PropertyValue    { return resource.NewProperty(s) }
func number(n float64) resource.PropertyValue { return resource.NewProperty(n) }
func boolean(b bool) resource.PropertyValue   { return resource.NewProperty(b) }

func texts(values ...string) resource.PropertyValue {
	var elements []resource.PropertyValue
	for _, v := range values {
		elements = append(elements, text(v))
	}
	return resource.NewProperty(elements)
}

func expectOutputs(t *testing.T, state resource.PropertyMap, stdout, stderr string) {
	t.Helper()
	if got := state["stdout"]; !got.IsString() || got.StringValue() != stdout {
		t.Errorf("stdout is %v, want %q", got, stdout)
	}
	if got := state["stderr"]; !got.IsString() || got.StringValue() != stderr {
		t.Errorf("stderr is %v, want %q", got, stderr)
	}
}

// expectError fails the test unless err has exactly this message.
func expectError(t *testing.T, err error, want string) {
	t.Helper()
	if err == nil {
		t.Fatalf("no error, want %q", want)
	}
	if err.Error() != want {
		t.Errorf("the error is\n%s\nwant\n%s", err, want)
	}
}
