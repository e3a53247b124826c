package main

import (
	"context"
	"os"
	"os/exec"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
)

// run runs a command line on this machine, with /bin/sh by default.
func (c *localCommand) run(ctx context.Context, log logger, line string, previous outputs) (outputs, error) {
	args := []string{"/bin/sh", "-c"}
	if len(c.Interpreter) > 0 {
		args = c.Interpreter
	}
	args = append(args[:len(args):len(args)], line)
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	if c.Dir != nil {
		cmd.Dir = *c.Dir
	}
	cmd.Env = os.Environ()
	for name, value := range c.Environment {
		cmd.Env = append(cmd.Env, name+"="+value)
	}
	for _, variable := range c.previousEnv(previous) {
		cmd.Env = append(cmd.Env, variable.name+"="+variable.value)
	}
	if c.Stdin != nil && *c.Stdin != "" {
		cmd.Stdin = strings.NewReader(*c.Stdin)
	}
	printed := newCapture(ctx, log, c.inputs())
	cmd.Stdout, cmd.Stderr = printed.stdout, printed.stderr
	return printed.result(line, cmd.Run())
}

// unsupported rejects inputs that this plugin would have to ignore.
func (c *localCommand) unsupported() []plugin.CheckFailure {
	var failures []plugin.CheckFailure
	const reason = "this stand-in for the command plugin returns no files; use the official plugin"
	if c.AssetPaths != nil {
		failures = append(failures, plugin.CheckFailure{Property: "assetPaths", Reason: reason})
	}
	if c.ArchivePaths != nil {
		failures = append(failures, plugin.CheckFailure{Property: "archivePaths", Reason: reason})
	}
	return failures
}
