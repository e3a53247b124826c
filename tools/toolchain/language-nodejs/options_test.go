package main

import (
	"slices"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/nodejs/npm"
)

func TestOptionsCompileTypeScriptByDefault(t *testing.T) {
	o, err := parseOptions(nil)
	if err != nil || !slices.Equal(o.env(), []string{"PULUMI_NODEJS_TYPESCRIPT=true"}) {
		t.Errorf("the environment is %v, %v", o.env(), err)
	}
	o, err = parseOptions(map[string]any{"typescript": false, "tsconfig": "tsconfig.stack.json"})
	if err != nil || !slices.Equal(o.env(), []string{"PULUMI_NODEJS_TSCONFIG_PATH=tsconfig.stack.json"}) {
		t.Errorf("the environment is %v, %v", o.env(), err)
	}
}

func TestOptionsSplitNodeArgumentsLikeAShell(t *testing.T) {
	o, err := parseOptions(map[string]any{"nodeargs": `--import tsx --title "two words"`})
	if err != nil || !slices.Equal(o.nodeArgs, []string{"--import", "tsx", "--title", "two words"}) {
		t.Errorf("the arguments are %q, %v", o.nodeArgs, err)
	}
}

func TestOptionsAcceptEveryKnownPackageManager(t *testing.T) {
	for given, want := range map[string]npm.PackageManagerType{
		"auto": npm.AutoPackageManager, "npm": npm.NpmPackageManager, "pnpm": npm.PnpmPackageManager,
		"yarn": npm.YarnPackageManager, "bun": npm.BunPackageManager,
	} {
		o, err := parseOptions(map[string]any{"packagemanager": given})
		if err != nil || o.packageManager != want {
			t.Errorf("%s is parsed as %s, %v", given, o.packageManager, err)
		}
	}
	if o, err := parseOptions(nil); err != nil || o.packageManager != npm.AutoPackageManager {
		t.Errorf("the default is %s, %v", o.packageManager, err)
	}
}

func TestOptionsRejectInvalidValues(t *testing.T) {
	for name, c := range map[string]struct {
		options map[string]any
		want    string
	}{
		"typescript":     {map[string]any{"typescript": "no"}, "typescript option must be a boolean"},
		"tsconfig":       {map[string]any{"tsconfig": true}, "tsconfigpath option must be a string"},
		"nodeargs":       {map[string]any{"nodeargs": []any{"-v"}}, "nodeargs option must be a string"},
		"packagemanager": {map[string]any{"packagemanager": 1.0}, "packagemanager option must be a string"},
		"unknown package manager": {
			map[string]any{"packagemanager": "make"},
			`packagemanager option must be one of auto, npm, yarn, pnpm or bun, got "make"`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := parseOptions(c.options); err == nil || err.Error() != c.want {
				t.Errorf("the error is %v, want %s", err, c.want)
			}
		})
	}
}
