package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os/exec"
	"strconv"

	"github.com/pulumi/pulumi/sdk/v3"
	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// RunPlugin runs a policy pack or a component provider written for Node.js.
func (h *host) RunPlugin(req *pulumirpc.RunPluginRequest, server pulumirpc.LanguageRuntime_RunPluginServer) error {
	cmd, err := pluginCommand(req, server)
	if err != nil {
		return err
	}
	closer, stdout, stderr, err := rpcutil.MakeRunPluginStreams(server, false)
	if err != nil {
		return err
	}
	defer closer.Close()
	cmd.Stdout, cmd.Stderr = stdout, stderr

	if isPolicyPack(req) {
		err = runPolicyPack(cmd, server)
	} else {
		err = cmd.Run()
	}
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return fmt.Errorf("Program exited with non-zero exit code: %d", exit.ExitCode())
	} else if err != nil {
		return fmt.Errorf("Problem executing plugin program (could not run language executor): %w", err)
	}
	return closer.Close()
}

func isPolicyPack(req *pulumirpc.RunPluginRequest) bool {
	return req.Kind == string(apitype.AnalyzerPlugin)
}

// pluginCommand builds the same command line as the official host: nodeargs follow the module, so the plugin gets them
// instead of node, and a policy pack runs in its own directory, which is also its last argument.
func pluginCommand(
	req *pulumirpc.RunPluginRequest, server pulumirpc.LanguageRuntime_RunPluginServer,
) (*exec.Cmd, error) {
	opts, err := parseOptions(req.Info.Options.AsMap())
	if err != nil {
		return nil, err
	}
	dir := req.Info.ProgramDirectory
	module, pwd := runPath("@pulumi/pulumi/cmd/run-plugin"), req.Pwd
	args := append(append([]string{}, dir), req.Args...)
	if isPolicyPack(req) {
		module, pwd = "@pulumi/pulumi/cmd/run-policy-pack", dir
		args = append(append([]string{}, req.Args...), dir)
	}
	node, run, err := locate(module, dir, "npm install in "+dir)
	if err != nil {
		return nil, err
	}

	cmd := exec.CommandContext(server.Context(), node, append(append([]string{run}, opts.nodeArgs...), args...)...)
	cmd.Dir = pwd
	cmd.Env = append(req.Env, opts.env()...)
	return cmd, nil
}

// runPolicyPack waits for the engine to send the stack's configuration before it starts the pack, because packs read the
// configuration from their environment.
func runPolicyPack(cmd *exec.Cmd, server pulumirpc.LanguageRuntime_RunPluginServer) error {
	ctx := server.Context()
	proxy, stdout, err := sdk.NewPolicyProxy(ctx, cmd.Stdout)
	if err != nil {
		return fmt.Errorf("could not start policy pack proxy: %w", err)
	}
	cmd.Stdout = stdout
	stack, err := proxy.AwaitConfiguration(ctx)
	if err != nil {
		return fmt.Errorf("could not get stack configuration: %w", err)
	}
	env, err := policyEnv(stack)
	if err != nil {
		return err
	}
	cmd.Env = append(cmd.Env, env...)
	if err := cmd.Start(); err != nil {
		return err
	}
	if err := proxy.Attach(ctx, cmd); err != nil {
		return fmt.Errorf("could not attach policy pack proxy: %w", err)
	}
	return nil
}

func policyEnv(stack *pulumirpc.AnalyzerStackConfigureRequest) ([]string, error) {
	if stack == nil {
		return nil, nil
	}
	var env []string
	add := func(name, value string) {
		if value != "" {
			env = append(env, name+"="+value)
		}
	}
	add("PULUMI_NODEJS_ORGANIZATION", stack.Organization)
	add("PULUMI_NODEJS_PROJECT", stack.Project)
	add("PULUMI_NODEJS_STACK", stack.Stack)
	add("PULUMI_NODEJS_DRY_RUN", strconv.FormatBool(stack.DryRun))
	if stack.Config != nil {
		values, err := json.Marshal(stack.Config)
		if err != nil {
			return nil, fmt.Errorf("could not marshal stack configuration: %w", err)
		}
		add("PULUMI_CONFIG", string(values))
	}
	return env, nil
}
