package main

import (
	"context"
	"regexp"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

func diff(t *testing.T, olds, news resource.PropertyMap, ignore ...string) plugin.DiffResult {
	t.Helper()
	result, err := newProvider(nil).Diff(context.Background(), plugin.DiffRequest{
		URN: urn(remoteType), Name: "web1", Type: remoteType,
		OldInputs: olds, OldOutputs: olds, NewInputs: news, IgnoreChanges: ignore,
	})
	if err != nil {
		t.Fatal(err)
	}
	return result
}

func TestDiffUpdatesInPlace(t *testing.T) {
	olds := resource.PropertyMap{
		"create": text("sh -s apply 120"), "stdin": text("a"), "connection": resource.MakeSecret(text("x")),
	}
	news := resource.PropertyMap{
		"create": text("sh -s apply 60"), "delete": text("b"), "connection": resource.MakeSecret(text("y")),
	}
	got := diff(t, olds, news)
	want := map[string]plugin.DiffKind{
		"create": plugin.DiffUpdate, "connection": plugin.DiffUpdate,
		"stdin": plugin.DiffDelete, "delete": plugin.DiffAdd,
	}
	if got.Changes != plugin.DiffSome || got.DeleteBeforeReplace || len(got.DetailedDiff) != len(want) {
		t.Errorf("the diff is %v", got)
	}
	for key, kind := range want {
		if got.DetailedDiff[key].Kind != kind {
			t.Errorf("%s is %v, want %v", key, got.DetailedDiff[key].Kind, kind)
		}
	}
}

func TestDiffIgnoresEqualAndIgnoredInputs(t *testing.T) {
	olds := resource.PropertyMap{"create": text("one"), "connection": resource.MakeSecret(text("x"))}
	news := resource.PropertyMap{
		"create": text("one"), "connection": resource.MakeSecret(text("x")), "__internal": text("z"), "version": text("1"),
	}
	if got := diff(t, olds, news); got.Changes != plugin.DiffNone || len(got.DetailedDiff) != 0 {
		t.Errorf("the diff is %v", got)
	}
	if got := diff(t, olds, resource.PropertyMap{"create": text("two"), "connection": olds["connection"]}, "create"); got.
		Changes != plugin.DiffNone {
		t.Errorf("the diff is %v", got)
	}
}

func TestDiffReplacesIfTriggersAreAddedOrRemoved(t *testing.T) {
	without, with := resource.PropertyMap{}, resource.PropertyMap{"triggers": texts("a")}
	if got := diff(t, without, with).DetailedDiff["triggers"].Kind; got != plugin.DiffAddReplace {
		t.Errorf("added triggers are %v", got)
	}
	if got := diff(t, with, without).DetailedDiff["triggers"].Kind; got != plugin.DiffDeleteReplace {
		t.Errorf("removed triggers are %v", got)
	}
	if _, ok := diff(t, with, resource.PropertyMap{"triggers": texts("b")}).DetailedDiff["triggers[0]"]; !ok {
		t.Error("a changed element has no path of its own")
	}
}

func TestPreviewRunsNothingAndReturnsUnknownOutputs(t *testing.T) {
	s, e := startServer(t, nil), newEngine(t)
	inputs := e.check(remoteType, remoteInputs(s.connection(nil), resource.PropertyMap{"create": text("echo hello")}))
	created, err := e.provider.Create(context.Background(), plugin.CreateRequest{
		URN: urn(remoteType), Name: "web1", Type: remoteType, Properties: inputs, Preview: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	updated, err := e.provider.Update(context.Background(), plugin.UpdateRequest{
		URN: urn(remoteType), Name: "web1", Type: remoteType, NewInputs: inputs, Preview: true,
		OldOutputs: resource.PropertyMap{"stdout": text("hello"), "stderr": text("")},
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, state := range []resource.PropertyMap{created.Properties, updated.Properties} {
		if !state["stdout"].IsComputed() || !state["stderr"].IsComputed() || !state["create"].IsString() {
			t.Errorf("the previewed state is %v", state)
		}
	}
	if s.dials.Load() != 0 {
		t.Error("a preview reached the host")
	}
}

func TestCreateNamesAResourceAfterItsLogicalName(t *testing.T) {
	s, e := startServer(t, nil), newEngine(t)
	response, err := e.create(remoteType, remoteInputs(s.connection(nil), resource.PropertyMap{"create": text("true")}))
	if err != nil {
		t.Fatal(err)
	}
	if !regexp.MustCompile(`^web1[0-9a-f]{8}$`).MatchString(string(response.ID)) {
		t.Errorf("the id is %q", response.ID)
	}
}

func TestReadReturnsTheStateUnchanged(t *testing.T) {
	state := resource.PropertyMap{"create": text("true"), "stdout": text("hello")}
	got, err := newProvider(nil).Read(context.Background(),
		plugin.ReadRequest{ID: "web1", Inputs: state, State: state})
	if err != nil || got.ID != "web1" || !got.Outputs.DeepEquals(state) || !got.Inputs.DeepEquals(state) {
		t.Errorf("read %v, %v", got, err)
	}
}

// This test speaks the engine's end of the protocol: protobuf, in which secrets are marked.
func TestServerKeepsTheConnectionSecretAndTheOutputsPlain(t *testing.T) {
	s := startServer(t, nil)
	server := plugin.NewProviderServer(newProvider(nil))
	ctx := context.Background()
	if _, err := server.Handshake(ctx, &pulumirpc.ProviderHandshakeRequest{}); err != nil {
		t.Fatal(err)
	}
	if _, err := server.Configure(ctx, &pulumirpc.ConfigureRequest{AcceptSecrets: true}); err != nil {
		t.Fatal(err)
	}
	options := plugin.MarshalOptions{KeepSecrets: true, KeepUnknowns: true}
	inputs, err := plugin.MarshalProperties(
		remoteInputs(s.connection(nil), resource.PropertyMap{"create": text("echo hello")}), options)
	if err != nil {
		t.Fatal(err)
	}
	checked, err := server.Check(ctx, &pulumirpc.CheckRequest{Urn: string(urn(remoteType)), News: inputs})
	if err != nil {
		t.Fatal(err)
	}
	created, err := server.Create(ctx,
		&pulumirpc.CreateRequest{Urn: string(urn(remoteType)), Properties: checked.Inputs})
	if err != nil {
		t.Fatal(err)
	}
	state, err := plugin.UnmarshalProperties(created.Properties, options)
	if err != nil {
		t.Fatal(err)
	}
	if !state["connection"].IsSecret() {
		t.Errorf("the connection is plain: %v", state["connection"])
	}
	expectOutputs(t, state, "hello", "")
}
