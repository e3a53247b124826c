package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/protobuf/types/known/structpb"
)

// write makes a file and the folders above it.
func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// report is what a stand-in for the Node.js SDK saw of its process.
type report struct {
	Arguments, NodeArguments []string
	Folder                   string
	Environment              map[string]string
}

const reporter = `
const { writeFileSync } = require("node:fs");
writeFileSync(process.env.REPORT ?? "report.json", JSON.stringify({
    Arguments: process.argv.slice(2), NodeArguments: process.execArgv,
    Folder: process.cwd(), Environment: process.env,
}));
`

// newProject makes a folder whose @pulumi/pulumi reports how it was started, and then runs the given JavaScript.
func newProject(t *testing.T, module, script string) string {
	t.Helper()
	folder, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(folder, "node_modules/@pulumi/pulumi", module, "index.js"), reporter+script)
	t.Setenv("REPORT", filepath.Join(folder, "report.json"))
	return folder
}

func readReport(t *testing.T, folder string) report {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(folder, "report.json"))
	if err != nil {
		t.Fatal(err)
	}
	var r report
	if err := json.Unmarshal(text, &r); err != nil {
		t.Fatal(err)
	}
	return r
}

func programInfo(t *testing.T, folder string, options map[string]any) *pulumirpc.ProgramInfo {
	t.Helper()
	values, err := structpb.NewStruct(options)
	if err != nil {
		t.Fatal(err)
	}
	return &pulumirpc.ProgramInfo{
		RootDirectory: folder, ProgramDirectory: folder, EntryPoint: "index.ts", Options: values,
	}
}
