package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

func TestRemoteReturnsOutputsWithoutTheFinalNewline(t *testing.T) {
	s, e := startServer(t, nil), newEngine(t)
	state := e.created(remoteType, remoteInputs(s.connection(nil), resource.PropertyMap{
		"create": text(`printf 'one\ntwo\n\n'; echo three >&2`),
	}))
	expectOutputs(t, state, "one\ntwo\n", "three")
}

func TestRemoteSendsStdinAndArguments(t *testing.T) {
	s, e := startServer(t, nil), newEngine(t)
	state := e.created(remoteType, remoteInputs(s.connection(nil), resource.PropertyMap{
		"create": text("sh -s apply 120"),
		"stdin":  text(`echo "$1:$2"`),
	}))
	expectOutputs(t, state, "apply:120", "")
}

func TestRemoteErrorIncludesTheCommandAndItsOutput(t *testing.T) {
	s, e := startServer(t, nil), newEngine(t)
	response, err := e.create(remoteType, remoteInputs(s.connection(nil), resource.PropertyMap{
		"create": text(`echo said; sleep 0.2; echo "went wrong" >&2; exit 3`),
	}))
	expectError(t, err, "Process exited with status 3: running "+
		"\"echo said; sleep 0.2; echo \\\"went wrong\\\" >&2; exit 3\":\nsaid\nwent wrong\n")
	if response.Properties != nil {
		t.Errorf("a failed create left the state %v", response.Properties)
	}
}

func TestRemoteErrorContainsNeitherStdinNorTheConnection(t *testing.T) {
	key, check := newKey(t, "key-passphrase")
	s := startServer(t, func(s *sshServer) { s.config.PublicKeyCallback = check })
	e := newEngine(t)
	_, err := e.create(remoteType, remoteInputs(s.connection(resource.PropertyMap{
		"privateKey": text(key), "privateKeyPassword": text("key-passphrase"), "password": text("pass-word"),
	}), resource.PropertyMap{
		"create": text("sh -s apply"), "stdin": text("token=in-the-stdin\nexit 4\n"),
	}))
	expectError(t, err, "Process exited with status 4: running \"sh -s apply\":\n")
}

func TestRemoteSetsTheEnvironmentThatTheServerAccepts(t *testing.T) {
	s, e := startServer(t, nil), newEngine(t)
	s.acceptEnv = []string{"COLOUR"}
	inputs := func(name string) resource.PropertyMap {
		return remoteInputs(s.connection(nil), resource.PropertyMap{
			"create":      text("echo $COLOUR"),
			"environment": resource.NewProperty(resource.PropertyMap{resource.PropertyKey(name): text("green")}),
		})
	}
	expectOutputs(t, e.created(remoteType, inputs("COLOUR")), "green", "")

	_, err := e.create(remoteType, inputs("SHAPE"))
	expectError(t, err, `could not set environment variable "SHAPE": ssh: setenv failed`)
	if !strings.Contains(e.logged(), "ERROR Unable to set 'SHAPE'") {
		t.Errorf("no hint was logged: %s", e.logged())
	}
}

func TestRemoteUpdateRunsCreateIfThereIsNoUpdate(t *testing.T) {
	s, e := startServer(t, nil), newEngine(t)
	first := resource.PropertyMap{"create": text("echo created"), "logging": text("none")}
	state := e.created(remoteType, remoteInputs(s.connection(nil), first))

	state, err := e.update(remoteType, state, remoteInputs(s.connection(nil),
		resource.PropertyMap{"create": text("echo created again")}))
	if err != nil {
		t.Fatal(err)
	}
	expectOutputs(t, state, "created again", "")

	state, err = e.update(remoteType, state, remoteInputs(s.connection(nil),
		resource.PropertyMap{"create": text("echo created again"), "update": text("echo updated")}))
	if err != nil {
		t.Fatal(err)
	}
	expectOutputs(t, state, "updated", "")

	state, err = e.update(remoteType, state, remoteInputs(s.connection(nil), nil))
	if err != nil {
		t.Fatal(err)
	}
	expectOutputs(t, state, "updated", "")
	if got := s.dials.Load(); got != 3 {
		t.Errorf("%d connections, want one per command", got)
	}
}

func TestRemotePassesPreviousOutputsToTheNextRun(t *testing.T) {
	s, e := startServer(t, nil), newEngine(t)
	s.acceptEnv = []string{"PULUMI_COMMAND_STDOUT", "PULUMI_COMMAND_STDERR"}
	inputs := resource.PropertyMap{
		"create": text("echo id-7; echo noise >&2"),
		"update": text(`echo "was $PULUMI_COMMAND_STDOUT and $PULUMI_COMMAND_STDERR"`),
	}
	state := e.created(remoteType, remoteInputs(s.connection(nil), inputs))
	updated, err := e.update(remoteType, state, remoteInputs(s.connection(nil), inputs))
	if err != nil {
		t.Fatal(err)
	}
	expectOutputs(t, updated, "was id-7 and noise", "")

	inputs["addPreviousOutputInEnv"] = boolean(false)
	updated, err = e.update(remoteType, state, remoteInputs(s.connection(nil), inputs))
	if err != nil {
		t.Fatal(err)
	}
	expectOutputs(t, updated, "was  and ", "")
}

func TestRemoteWarnsIfTheServerRejectsPreviousOutputs(t *testing.T) {
	s, e := startServer(t, nil), newEngine(t)
	inputs := remoteInputs(s.connection(nil), resource.PropertyMap{"create": text("echo id-7")})
	state := e.created(remoteType, inputs)
	if e.logged() != "INFO id-7\n" {
		t.Errorf("logged %q", e.logged())
	}
	if _, err := e.update(remoteType, state, inputs); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(e.logged(), "WARNING Unable to set 'PULUMI_COMMAND_STDOUT'") {
		t.Errorf("no warning was logged: %s", e.logged())
	}
}

func TestRemoteLogsTheSelectedStreams(t *testing.T) {
	for logging, want := range map[string]string{
		"none":            "",
		"stdout":          "INFO out\n",
		"stderr":          "INFO err\n",
		"stdoutAndStderr": "INFO out\nINFO err\n",
	} {
		t.Run(logging, func(t *testing.T) {
			s, e := startServer(t, nil), newEngine(t)
			state := e.created(remoteType, remoteInputs(s.connection(nil), resource.PropertyMap{
				"create": text("echo out; sleep 0.2; echo err >&2"), "logging": text(logging),
			}))
			expectOutputs(t, state, "out", "err")
			if e.logged() != want {
				t.Errorf("logged %q, want %q", e.logged(), want)
			}
		})
	}
}

func TestRemoteLogsALineOfAnyLength(t *testing.T) {
	s, e := startServer(t, nil), newEngine(t)
	state := e.created(remoteType, remoteInputs(s.connection(nil), resource.PropertyMap{
		"create": text("head -c 200000 /dev/zero | tr '\\0' x"),
	}))
	if got := len(state["stdout"].StringValue()); got != 200000 {
		t.Errorf("stdout has %d characters", got)
	}
}

func TestRemoteDeleteUsesTheState(t *testing.T) {
	s, e := startServer(t, nil), newEngine(t)
	s.acceptEnv = []string{"PULUMI_COMMAND_STDOUT"}
	trace := filepath.Join(t.TempDir(), "trace")
	state := e.created(remoteType, remoteInputs(s.connection(nil), resource.PropertyMap{
		"create": text("echo id-7"),
		"delete": text("sh -s"),
		"stdin":  text(fmt.Sprintf("echo \"removed $PULUMI_COMMAND_STDOUT\" >%s", trace)),
	}))
	if err := e.delete(remoteType, state); err != nil {
		t.Fatal(err)
	}
	if got, _ := os.ReadFile(trace); string(got) != "removed id-7\n" {
		t.Errorf("the trace is %q", got)
	}
}

func TestRemoteDeleteWithoutACommandDoesNotConnect(t *testing.T) {
	s, e := startServer(t, nil), newEngine(t)
	state := e.created(remoteType, remoteInputs(s.connection(nil), nil))
	expectOutputs(t, state, "", "")
	if err := e.delete(remoteType, state); err != nil {
		t.Fatal(err)
	}
	if s.dials.Load() != 0 {
		t.Error("it connected although there was nothing to run")
	}
}

func TestRemoteRunsManyCommandsAtOnce(t *testing.T) {
	const hosts = 256
	s, e := startServer(t, nil), newEngine(t)
	var wait sync.WaitGroup
	states := make([]resource.PropertyMap, hosts)
	for i := range hosts {
		wait.Go(func() {
			response, err := e.create(remoteType, remoteInputs(s.connection(nil), resource.PropertyMap{
				"create": text(fmt.Sprintf("echo host %d", i)), "logging": text("none"),
			}))
			if err != nil {
				t.Error(err)
			}
			states[i] = response.Properties
		})
	}
	wait.Wait()
	for i, state := range states {
		expectOutputs(t, state, fmt.Sprintf("host %d", i), "")
	}
}
