package main

import (
	"context"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/tokens"
)

// command is a resource that runs command lines.
type command interface {
	inputs() *commonInputs
	// run runs a command line. Its environment has the outputs of the previous run.
	run(ctx context.Context, log logger, line string, previous outputs) (outputs, error)
}

// newCommand returns a command of the given resource type, or nil if this plugin does not support the type.
func newCommand(kind tokens.Type) command {
	switch kind {
	case "command:remote:Command":
		return &remoteCommand{}
	case "command:local:Command":
		return &localCommand{}
	}
	return nil
}

// commonInputs are the inputs of both kinds of command. The tags are the property names.
type commonInputs struct {
	Triggers               []any             `pulumi:"triggers,optional"`
	Create                 *string           `pulumi:"create,optional"`
	Update                 *string           `pulumi:"update,optional"`
	Delete                 *string           `pulumi:"delete,optional"`
	Stdin                  *string           `pulumi:"stdin,optional"`
	Logging                *string           `pulumi:"logging,optional"`
	Environment            map[string]string `pulumi:"environment,optional"`
	AddPreviousOutputInEnv *bool             `pulumi:"addPreviousOutputInEnv,optional"`
}

func (c *commonInputs) inputs() *commonInputs { return c }

// updateLine returns the command line to run on an update: update, or create if there is none.
func (c *commonInputs) updateLine() *string {
	if c.Update != nil {
		return c.Update
	}
	return c.Create
}

func (c *commonInputs) logs(stream string) bool {
	return c.Logging == nil || *c.Logging == stream || *c.Logging == "stdoutAndStderr"
}

// previousEnv returns the previous run's outputs as the variables that the official plugin sets. It omits empty ones.
func (c *commonInputs) previousEnv(previous outputs) []envVar {
	if c.AddPreviousOutputInEnv != nil && !*c.AddPreviousOutputInEnv {
		return nil
	}
	var env []envVar
	if previous.Stdout != "" {
		env = append(env, envVar{"PULUMI_COMMAND_STDOUT", previous.Stdout})
	}
	if previous.Stderr != "" {
		env = append(env, envVar{"PULUMI_COMMAND_STDERR", previous.Stderr})
	}
	return env
}

type envVar struct{ name, value string }

// outputs is the output of a run. Each stream is without its final newline.
type outputs struct {
	Stdout string `pulumi:"stdout,optional"`
	Stderr string `pulumi:"stderr,optional"`
}

type remoteCommand struct {
	commonInputs
	Connection *connection `pulumi:"connection"`
}

type localCommand struct {
	commonInputs
	Interpreter  []string `pulumi:"interpreter,optional"`
	Dir          *string  `pulumi:"dir,optional"`
	AssetPaths   []string `pulumi:"assetPaths,optional"`
	ArchivePaths []string `pulumi:"archivePaths,optional"`
}

// connection is a host to connect to, and the proxy to connect through, if any.
type connection struct {
	endpoint
	Proxy *endpoint `pulumi:"proxy,optional"`
}

type endpoint struct {
	User               *string  `pulumi:"user,optional"`
	Password           *string  `pulumi:"password,optional"`
	Host               *string  `pulumi:"host"`
	Port               *float64 `pulumi:"port,optional"`
	PrivateKey         *string  `pulumi:"privateKey,optional"`
	PrivateKeyPassword *string  `pulumi:"privateKeyPassword,optional"`
	HostKey            *string  `pulumi:"hostKey,optional"`
	AgentSocketPath    *string  `pulumi:"agentSocketPath,optional"`
	DialErrorLimit     *int     `pulumi:"dialErrorLimit,optional"`
	PerDialTimeout     *int     `pulumi:"perDialTimeout,optional"`
}

// The official plugin's defaults. perDialTimeout is in seconds.
var endpointDefaults = resource.PropertyMap{
	"user":           resource.NewProperty("root"),
	"port":           resource.NewProperty(22.0),
	"dialErrorLimit": resource.NewProperty(10.0),
	"perDialTimeout": resource.NewProperty(15.0),
}
