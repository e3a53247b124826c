package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/protobuf/types/known/structpb"
)

// write creates a file and its parent directories.
func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// report describes the process in which the fake Node.js SDK ran.
type report struct {
	Arguments, NodeArguments []string
	Directory                string
	Environment              map[string]string
}

const reporter = `
const { writeFileSync } = require("node:fs");
writeFileSync(process.env.REPORT ?? "report.json", JSON.stringify({
    Arguments: process.argv.slice(2), NodeArguments: process.execArgv,
    Directory: process.cwd(), Environment: process.env,
}));
`

// newProject creates a project whose @pulumi/pulumi writes a report of its process and then runs the given JavaScript.
func newProject(t *testing.T, module, script string) string {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "node_modules/@pulumi/pulumi", module, "index.js"), reporter+script)
	t.Setenv("REPORT", filepath.Join(dir, "report.json"))
	return dir
}

func readReport(t *testing.T, dir string) report {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, "report.json"))
	if err != nil {
		t.Fatal(err)
	}
	var r report
	if err := json.Unmarshal(text, &r); err != nil {
		t.Fatal(err)
	}
	return r
}

func programInfo(t *testing.T, dir string, options map[string]any) *pulumirpc.ProgramInfo {
	t.Helper()
	values, err := structpb.NewStruct(options)
	if err != nil {
		t.Fatal(err)
	}
	return &pulumirpc.ProgramInfo{
		RootDirectory: dir, ProgramDirectory: dir, EntryPoint: "index.ts", Options: values,
	}
}
