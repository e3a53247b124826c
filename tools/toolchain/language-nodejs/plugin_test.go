package main

import (
	"bytes"
	"context"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/protobuf/types/known/emptypb"
)

// pluginStream is the engine's end of RunPlugin. It records what the plugin prints.
type pluginStream struct {
	grpc.ServerStream
	ctx    context.Context
	mu     sync.Mutex
	stdout bytes.Buffer
}

func (s *pluginStream) Context() context.Context { return s.ctx }

func (s *pluginStream) Send(r *pulumirpc.RunPluginResponse) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stdout.Write(r.GetStdout())
	return nil
}

func (s *pluginStream) printed() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.stdout.String()
}

func pluginRequest(t *testing.T, dir, kind string) *pulumirpc.RunPluginRequest {
	return &pulumirpc.RunPluginRequest{
		Kind: kind, Pwd: "/", Args: []string{"127.0.0.1:2"}, Env: os.Environ(),
		Info: programInfo(t, dir, map[string]any{"typescript": false, "nodeargs": "--import tsx"}),
	}
}

func TestPluginRunsInTheRequestedDirectory(t *testing.T) {
	dir := newProject(t, "cmd/run-plugin", "console.log('served')")
	stream := &pluginStream{ctx: context.Background()}
	if err := newHost("", "").RunPlugin(pluginRequest(t, dir, "resource"), stream); err != nil {
		t.Fatal(err)
	}
	got := readReport(t, dir)
	if want := []string{"--import", "tsx", dir, "127.0.0.1:2"}; !slices.Equal(got.Arguments, want) {
		t.Errorf("the arguments are %q, want %q", got.Arguments, want)
	}
	if got.Directory != "/" || len(got.NodeArguments) != 0 || stream.printed() != "served\n" {
		t.Errorf("it ran in %s with %q and printed %q", got.Directory, got.NodeArguments, stream.printed())
	}
}

func TestPluginErrorIncludesTheExitCode(t *testing.T) {
	dir := newProject(t, "cmd/run-plugin", "process.exit(9)")
	err := newHost("", "").RunPlugin(pluginRequest(t, dir, "resource"), &pluginStream{ctx: context.Background()})
	if err == nil || err.Error() != "Program exited with non-zero exit code: 9" {
		t.Errorf("the error is %v", err)
	}
}

func TestPluginReportsWhereTheSDKIsMissing(t *testing.T) {
	dir := t.TempDir()
	err := newHost("", "").RunPlugin(pluginRequest(t, dir, "analyzer"), &pluginStream{ctx: context.Background()})
	want := "It looks like the Pulumi SDK has not been installed. Have you run npm install in " + dir + "?"
	if err == nil || err.Error() != want {
		t.Errorf("the error is %v, want %s", err, want)
	}
}

// The engine sends the stack's configuration over gRPC; a pack reads it from its environment.
func TestPolicyPackGetsTheStackConfiguration(t *testing.T) {
	dir := newProject(t, "cmd/run-policy-pack", "console.log(1); setTimeout(() => {}, 60000)")
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	stream := &pluginStream{ctx: ctx}
	done := make(chan error)
	go func() { done <- newHost("", "").RunPlugin(pluginRequest(t, dir, "analyzer"), stream) }()

	client := analyzer(t, stream)
	_, err := client.ConfigureStack(ctx, &pulumirpc.AnalyzerStackConfigureRequest{
		Organization: "organization", Project: "project", Stack: "dev", DryRun: true,
		Config: map[string]string{"project:interval": "120"},
	})
	if err != nil {
		t.Fatal(err)
	}
	for os.Getenv("REPORT") != "" {
		if text, err := os.ReadFile(os.Getenv("REPORT")); err == nil && strings.HasSuffix(string(text), "}}") {
			break
		}
		if ctx.Err() != nil {
			t.Fatal("the policy pack did not start")
		}
		time.Sleep(20 * time.Millisecond)
	}
	cancel()
	<-done

	got := readReport(t, dir)
	if want := []string{"--import", "tsx", "127.0.0.1:2", dir}; !slices.Equal(got.Arguments, want) {
		t.Errorf("the arguments are %q, want %q", got.Arguments, want)
	}
	if got.Directory != dir {
		t.Errorf("it ran in %s", got.Directory)
	}
	for name, want := range map[string]string{
		"PULUMI_NODEJS_ORGANIZATION": "organization", "PULUMI_NODEJS_PROJECT": "project",
		"PULUMI_NODEJS_STACK": "dev", "PULUMI_NODEJS_DRY_RUN": "true",
		"PULUMI_CONFIG": `{"project:interval":"120"}`,
	} {
		if got.Environment[name] != want {
			t.Errorf("%s is %q, want %q", name, got.Environment[name], want)
		}
	}
}

// analyzer connects to the port that a policy pack prints on its first line.
func analyzer(t *testing.T, stream *pluginStream) pulumirpc.AnalyzerClient {
	t.Helper()
	for !strings.Contains(stream.printed(), "\n") {
		if stream.ctx.Err() != nil {
			t.Fatal("no port was printed")
		}
		time.Sleep(10 * time.Millisecond)
	}
	port, err := strconv.Atoi(strings.TrimSpace(strings.SplitN(stream.printed(), "\n", 2)[0]))
	if err != nil {
		t.Fatal(err)
	}
	conn, err := grpc.NewClient("127.0.0.1:"+strconv.Itoa(port),
		grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	return pulumirpc.NewAnalyzerClient(conn)
}

func TestHostReportsItsVersionAndNode(t *testing.T) {
	h := newHost("", "")
	info, err := h.GetPluginInfo(context.Background(), &emptypb.Empty{})
	if err != nil || info.Version != version {
		t.Errorf("the version is %v, %v", info, err)
	}
	about, err := h.About(context.Background(), &pulumirpc.AboutRequest{})
	if err != nil || !strings.HasPrefix(about.Version, "v") || !strings.HasSuffix(about.Executable, "node") {
		t.Errorf("about is %v, %v", about, err)
	}
}
