package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/google/shlex"
	"github.com/pulumi/pulumi/sdk/v3/nodejs/npm"
)

// options are the runtime options of a Pulumi.yaml or PulumiPolicy.yaml.
type options struct {
	typescript     bool
	tsconfig       string
	nodeArgs       []string
	packageManager npm.PackageManagerType
}

// parseOptions rejects values of the wrong type, with the official host's messages.
func parseOptions(raw map[string]any) (options, error) {
	parsed := options{typescript: true}
	if value, ok := raw["typescript"]; ok {
		if parsed.typescript, ok = value.(bool); !ok {
			return parsed, errors.New("typescript option must be a boolean")
		}
	}
	text := func(key, name string) (string, error) {
		value, ok := raw[key]
		if !ok {
			return "", nil
		}
		if s, ok := value.(string); ok {
			return s, nil
		}
		return "", fmt.Errorf("%s option must be a string", name)
	}

	var err error
	if parsed.tsconfig, err = text("tsconfig", "tsconfigpath"); err != nil {
		return parsed, err
	}
	nodeArgs, err := text("nodeargs", "nodeargs")
	if err != nil {
		return parsed, err
	}
	if parsed.nodeArgs, err = shlex.Split(nodeArgs); err != nil {
		return parsed, err
	}
	parsed.packageManager, err = packageManager(text("packagemanager", "packagemanager"))
	return parsed, err
}

func packageManager(name string, err error) (npm.PackageManagerType, error) {
	if err != nil {
		return "", err
	}
	switch manager := npm.PackageManagerType(name); manager {
	case "":
		return npm.AutoPackageManager, nil
	case npm.AutoPackageManager, npm.NpmPackageManager, npm.YarnPackageManager,
		npm.PnpmPackageManager, npm.BunPackageManager:
		return manager, nil
	}
	return "", fmt.Errorf("packagemanager option must be one of auto, npm, yarn, pnpm or bun, got %q", name)
}

// env returns the variables that tell @pulumi/pulumi whether to compile TypeScript, and with which tsconfig.
func (o options) env() []string {
	var env []string
	if o.typescript {
		env = append(env, "PULUMI_NODEJS_TYPESCRIPT=true")
	}
	if o.tsconfig != "" {
		env = append(env, "PULUMI_NODEJS_TSCONFIG_PATH="+o.tsconfig)
	}
	return env
}

// runPath returns the Node.js module that runs a program: the given one, unless the environment names another.
func runPath(module string) string {
	if path := os.Getenv("PULUMI_LANGUAGE_NODEJS_RUN_PATH"); path != "" {
		return path
	}
	return module
}
