package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func TestRequiredPackagesHaveAResourcePlugin(t *testing.T) {
	dir := t.TempDir()
	manifests := map[string]string{
		"node_modules/@pulumi/command":                    `{"name": "@pulumi/command", "version": "9.9.9", "pulumi": {"resource": true, "name": "command", "version": "1.2.1"}}`,
		"node_modules/@pulumi/random":                     `{"name": "@pulumi/random", "version": "v4.0.0", "pulumi": {"resource": true, "server": "https://example.org"}}`,
		"node_modules/@pulumi/policy":                     `{"name": "@pulumi/policy", "version": "1.0.0"}`,
		"node_modules/wrapper/node_modules/nested":        `{"name": "nested", "version": "2.0.0", "pulumi": {"resource": true, "name": "nested"}}`,
		"node_modules/nameless":                           `{"name": "nameless", "version": "1.0.0", "pulumi": {"resource": true}}`,
		"node_modules/versionless":                        `{"name": "versionless", "pulumi": {"resource": true, "name": "versionless"}}`,
		"node_modules/off":                                `{"name": "off", "version": "1.0.0", "pulumi": {"resource": false, "name": "off"}}`,
		"node_modules/broken":                             `{"name": `,
		"not-installed":                                   `{"name": "x", "version": "1.0.0", "pulumi": {"resource": true, "name": "x"}}`,
		"policies/node_modules/@pulumi/only-for-policies": `{"name": "p", "version": "1.0.0", "pulumi": {"resource": true, "name": "p"}}`,
	}
	for path, manifest := range manifests {
		write(t, filepath.Join(dir, path, "package.json"), manifest)
	}
	write(t, filepath.Join(dir, "policies/PulumiPolicy.yaml"), "runtime: nodejs\n")

	var got []string
	for _, p := range requiredPackages(dir) {
		got = append(got, fmt.Sprintf("%s %s %s %s", p.Kind, p.Name, p.Version, p.Server))
	}
	slices.Sort(got)
	want := []string{"resource command v1.2.1 ", "resource nested v2.0.0 ", "resource random v4.0.0 https://example.org"}
	if !slices.Equal(got, want) {
		t.Errorf("found %q, want %q", got, want)
	}
}

func TestRequiredPackagesFollowSymlinksOnce(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "store/node_modules/command/package.json"),
		`{"name": "command", "pulumi": {"resource": true, "name": "command", "version": "1.2.1"}}`)
	for link, target := range map[string]string{"app": "store", "store/node_modules/back": dir, "gone": "nowhere"} {
		if err := os.Symlink(target, filepath.Join(dir, link)); err != nil {
			t.Fatal(err)
		}
	}
	if got := requiredPackages(dir); len(got) != 1 {
		t.Errorf("found %v", got)
	}
}
