package main

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

func run(t *testing.T, h *host, dir string, options map[string]any) *pulumirpc.RunResponse {
	t.Helper()
	response, err := h.Run(context.Background(), &pulumirpc.RunRequest{
		Organization: "organization", Project: "project", Stack: "dev", DryRun: true, Parallel: 16,
		MonitorAddress: "127.0.0.1:1", Info: programInfo(t, dir, options), Args: []string{"extra"},
		Config:           map[string]string{"project:interval": "120", "project:key": "secret"},
		ConfigSecretKeys: []string{"project:key"},
	})
	if err != nil {
		t.Fatal(err)
	}
	return response
}

func TestRunStartsTheSDKAsTheOfficialHostDoes(t *testing.T) {
	dir := newProject(t, "cmd/run", "")
	response := run(t, newHost("127.0.0.1:2", "tcp://127.0.0.1:3"), dir,
		map[string]any{"typescript": false, "nodeargs": "--no-warnings --title 'two words'"})
	if response.Error != "" || response.Bail {
		t.Fatalf("the response is %v", response)
	}
	got := readReport(t, dir)
	want := []string{
		"--monitor", "127.0.0.1:1", "--engine", "127.0.0.1:2", "--organization", "organization", "--project", "project",
		"--root-directory", dir, "--stack", "dev", "--pwd", dir, "--dry-run", "--parallel", "16",
		"--tracing", "tcp://127.0.0.1:3", "index.ts", "extra",
	}
	if !slices.Equal(got.Arguments, want) {
		t.Errorf("the arguments are\n%q\nwant\n%q", got.Arguments, want)
	}
	if !slices.Equal(got.NodeArguments, []string{"--no-warnings", "--title", "two words"}) {
		t.Errorf("node's own arguments are %q", got.NodeArguments)
	}
	for name, want := range map[string]string{
		"PULUMI_CONFIG":             `{"project:config:interval":"120","project:config:key":"secret"}`,
		"PULUMI_CONFIG_SECRET_KEYS": `["project:key"]`,
		"PULUMI_NODEJS_TYPESCRIPT":  "",
	} {
		if got.Environment[name] != want {
			t.Errorf("%s is %q, want %q", name, got.Environment[name], want)
		}
	}
}

func TestRunReportsTheOutcomeOfTheProgram(t *testing.T) {
	for script, want := range map[string]*pulumirpc.RunResponse{
		"":                 {},
		"process.exit(32)": {Bail: true},
		"process.exit(7)":  {Error: "Program exited with non-zero exit code: 7"},
	} {
		dir := newProject(t, "cmd/run", script)
		if got := run(t, newHost("", ""), dir, nil); got.Error != want.Error || got.Bail != want.Bail {
			t.Errorf("the response to %q is %v, want %v", script, got, want)
		}
	}
}

func TestRunReportsAMissingSDK(t *testing.T) {
	got := run(t, newHost("", ""), t.TempDir(), nil).Error
	if want := "It looks like the Pulumi SDK has not been installed. Have you run pulumi install?"; got != want {
		t.Errorf("the error is %q, want %q", got, want)
	}
}

func TestRunRejectsOptionsOfTheWrongType(t *testing.T) {
	got := run(t, newHost("", ""), newProject(t, "cmd/run", ""), map[string]any{"typescript": "no"}).Error
	if got != "typescript option must be a boolean" {
		t.Errorf("the error is %q", got)
	}
}

func TestCancelInterruptsTheProgram(t *testing.T) {
	dir := newProject(t, "cmd/run", `process.on("SIGINT", () => process.exit(5)); setInterval(() => {}, 1000)`)
	h := newHost("", "")
	time.AfterFunc(time.Second, func() { _, _ = h.Cancel(context.Background(), nil) })
	start := time.Now()
	got := run(t, h, dir, nil).Error
	if !strings.HasPrefix(got, "Program exited with non-zero exit code: 5") || time.Since(start) > 4*time.Second {
		t.Errorf("after %v the error is %q", time.Since(start), got)
	}
}
