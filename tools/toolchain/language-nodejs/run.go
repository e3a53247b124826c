package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/config"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// The Node.js SDK exits with this code once it has reported the error to the user.
const exitAlreadyReported = 32

// How long an interrupted program may take to stop before it is killed.
const stopDelay = 5 * time.Second

// Run runs a program with Node.js and returns its outcome.
func (h *host) Run(ctx context.Context, req *pulumirpc.RunRequest) (*pulumirpc.RunResponse, error) {
	cmd, err := h.programCommand(ctx, req)
	if err != nil {
		return &pulumirpc.RunResponse{Error: err.Error()}, nil
	}
	return runResponse(cmd.Run()), nil
}

func runResponse(err error) *pulumirpc.RunResponse {
	var exit *exec.ExitError
	switch {
	case err == nil:
		return &pulumirpc.RunResponse{}
	case !errors.As(err, &exit):
		err = fmt.Errorf("Problem executing program (could not run language executor): %w", err)
		return &pulumirpc.RunResponse{Error: err.Error()}
	case exit.ExitCode() == exitAlreadyReported:
		return &pulumirpc.RunResponse{Bail: true}
	}
	return &pulumirpc.RunResponse{Error: fmt.Sprintf("Program exited with non-zero exit code: %d", exit.ExitCode())}
}

// programCommand builds `node <nodeargs> @pulumi/pulumi/cmd/run <arguments> <program>`. The command starts in the host's
// working directory; the SDK changes to --pwd.
func (h *host) programCommand(ctx context.Context, req *pulumirpc.RunRequest) (*exec.Cmd, error) {
	opts, err := parseOptions(req.Info.Options.AsMap())
	if err != nil {
		return nil, err
	}
	node, run, err := locate(runPath("@pulumi/pulumi/cmd/run"), req.Info.ProgramDirectory, "pulumi install")
	if err != nil {
		return nil, err
	}
	configEnv, err := configEnv(req)
	if err != nil {
		return nil, err
	}

	ctx, cancel := context.WithCancel(ctx)
	context.AfterFunc(h.cancelled, cancel)
	cmd := exec.CommandContext(ctx, node, append(append(opts.nodeArgs, run), h.programArgs(req)...)...)
	cmd.Env = append(append(os.Environ(), configEnv...), opts.env()...)
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = stopDelay
	// Node.js may set inherited files to non-blocking mode. The wrappers make exec use pipes instead.
	cmd.Stdout = struct{ io.Writer }{os.Stdout}
	cmd.Stderr = struct{ io.Writer }{os.Stderr}
	return cmd, nil
}

// programArgs returns the arguments of @pulumi/pulumi/cmd/run. The monitor is the engine's: the proxy with which the
// official host supports synchronous invokes is not implemented.
func (h *host) programArgs(req *pulumirpc.RunRequest) []string {
	var args []string
	add := func(name, value string) {
		if value != "" {
			args = append(args, "--"+name, value)
		}
	}
	add("monitor", req.MonitorAddress)
	add("engine", h.engine)
	add("organization", req.Organization)
	add("project", req.Project)
	add("root-directory", req.Info.RootDirectory)
	add("stack", req.Stack)
	add("pwd", req.Info.ProgramDirectory)
	if req.DryRun {
		args = append(args, "--dry-run")
	}
	add("parallel", strconv.Itoa(int(req.Parallel)))
	add("tracing", h.tracing)
	return append(append(args, req.Info.EntryPoint), req.Args...)
}

// configEnv returns the stack's configuration as variables, with keys in the form that every version of the SDK reads.
func configEnv(req *pulumirpc.RunRequest) ([]string, error) {
	values := map[string]string{}
	for k, v := range req.Config {
		key, err := config.ParseKey(k)
		if err != nil {
			return nil, fmt.Errorf("failed to serialize configuration: %w", err)
		}
		values[key.Namespace()+":config:"+key.Name()] = v
	}
	secrets := req.ConfigSecretKeys
	if secrets == nil {
		secrets = []string{}
	}
	valuesJSON, err := json.Marshal(values)
	if err != nil {
		return nil, err
	}
	secretsJSON, err := json.Marshal(secrets)
	if err != nil {
		return nil, err
	}
	return []string{"PULUMI_CONFIG=" + string(valuesJSON), "PULUMI_CONFIG_SECRET_KEYS=" + string(secretsJSON)}, nil
}

// locate finds node on PATH, and the file to which a program in dir resolves a module. The remedy names the command that
// installs the module.
func locate(module, dir, remedy string) (node, path string, err error) {
	if node, err = exec.LookPath("node"); err != nil {
		return "", "", fmt.Errorf("locating node: %w", err)
	}
	cmd := exec.Command(node, "-p", "require.resolve(process.argv[1])", module)
	cmd.Dir = dir
	out, err := cmd.Output()
	var exit *exec.ExitError
	if errors.As(err, &exit) && strings.Contains(string(exit.Stderr), "MODULE_NOT_FOUND") {
		err = fmt.Errorf("It looks like the Pulumi SDK has not been installed. Have you run %s?", remedy)
	}
	return node, strings.TrimSpace(string(out)), err
}
