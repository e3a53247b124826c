package main

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// run runs a command line on a remote host, over its own SSH connection. The connection stays open until the plugin
// exits, as in the official plugin.
func (c *remoteCommand) run(ctx context.Context, log logger, line string, previous outputs) (outputs, error) {
	client, err := c.Connection.dial(ctx, log)
	if err != nil {
		return outputs{}, err
	}
	session, err := client.NewSession()
	if err != nil {
		return outputs{}, err
	}
	defer session.Close()

	for _, name := range slices.Sorted(maps.Keys(c.Environment)) {
		if err := session.Setenv(name, c.Environment[name]); err != nil {
			log.fail(ctx, setenvHint(name))
			return outputs{}, fmt.Errorf("could not set environment variable %q: %w", name, err)
		}
	}
	for _, variable := range c.previousEnv(previous) {
		if err := session.Setenv(variable.name, variable.value); err != nil {
			log.warn(ctx, setenvHint(variable.name))
		}
	}
	if c.Stdin != nil && *c.Stdin != "" {
		session.Stdin = strings.NewReader(*c.Stdin)
	}
	printed := newCapture(ctx, log, c.inputs())
	session.Stdout, session.Stderr = printed.stdout, printed.stderr
	return printed.result(line, session.Run(line))
}

func setenvHint(name string) string {
	return fmt.Sprintf("Unable to set '%s'. This only works if your SSH server is configured to accept these variables "+
		"via AcceptEnv. Alternatively, if a Bash-like shell runs the command on the remote host, you could prefix the "+
		"command itself with the variables in the form 'VAR=value command'", name)
}
