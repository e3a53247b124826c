package main

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

func run(t *testing.T, h *host, folder string, options map[string]any) *pulumirpc.RunResponse {
	t.Helper()
	response, err := h.Run(context.Background(), &pulumirpc.RunRequest{
		Organization: "organization", Project: "project", Stack: "dev", DryRun: true, Parallel: 16,
		MonitorAddress: "127.0.0.1:1", Info: programInfo(t, folder, options), Args: []string{"extra"},
		Config:           map[string]string{"project:interval": "120", "project:key": "secret"},
		ConfigSecretKeys: []string{"project:key"},
	})
	if err != nil {
		t.Fatal(err)
	}
	return response
}

func TestRunStartsTheSDKAsTheOfficialHostDoes(t *testing.T) {
	folder := newProject(t, "cmd/run", "")
	response := run(t, newHost("127.0.0.1:2", "tcp://127.0.0.1:3"), folder,
		map[string]any{"typescript": false, "nodeargs": "--no-warnings --title 'two words'"})
	if response.Error != "" || response.Bail {
		t.Fatalf("it ended with %v", response)
	}
	got := readReport(t, folder)
	want := []string{
		"--monitor", "127.0.0.1:1", "--engine", "127.0.0.1:2", "--organization", "organization", "--project", "project",
		"--root-directory", folder, "--stack", "dev", "--pwd", folder, "--dry-run", "--parallel", "16",
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

func TestRunReportsHowTheProgramEnded(t *testing.T) {
	for script, want := range map[string]*pulumirpc.RunResponse{
		"":                 {},
		"process.exit(32)": {Bail: true},
		"process.exit(7)":  {Error: "Program exited with non-zero exit code: 7"},
	} {
		folder := newProject(t, "cmd/run", script)
		if got := run(t, newHost("", ""), folder, nil); got.Error != want.Error || got.Bail != want.Bail {
			t.Errorf("after %q it says %v, want %v", script, got, want)
		}
	}
}

func TestRunSaysThatTheSDKIsNotInstalled(t *testing.T) {
	got := run(t, newHost("", ""), t.TempDir(), nil).Error
	if want := "It looks like the Pulumi SDK has not been installed. Have you run pulumi install?"; got != want {
		t.Errorf("it says %q, want %q", got, want)
	}
}

func TestRunRefusesOptionsOfTheWrongType(t *testing.T) {
	got := run(t, newHost("", ""), newProject(t, "cmd/run", ""), map[string]any{"typescript": "no"}).Error
	if got != "typescript option must be a boolean" {
		t.Errorf("it says %q", got)
	}
}

func TestRunEndsTheProgramWhenItIsCancelled(t *testing.T) {
	folder := newProject(t, "cmd/run", `process.on("SIGINT", () => process.exit(5)); setInterval(() => {}, 1000)`)
	h := newHost("", "")
	time.AfterFunc(time.Second, func() { _, _ = h.Cancel(context.Background(), nil) })
	start := time.Now()
	got := run(t, h, folder, nil).Error
	if !strings.HasPrefix(got, "Program exited with non-zero exit code: 5") || time.Since(start) > 4*time.Second {
		t.Errorf("after %v it says %q", time.Since(start), got)
	}
}
