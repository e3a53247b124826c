package main

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	"github.com/pulumi/pulumi/sdk/v3/go/common/workspace"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// packageJSON holds the fields of a package.json that describe a resource plugin.
type packageJSON struct {
	Name    string                  `json:"name"`
	Version string                  `json:"version"`
	Pulumi  plugin.PulumiPluginJSON `json:"pulumi"`
}

// requiredPackages finds every package with a resource plugin in any node_modules below dir. It skips what it cannot
// read, as the official host does: the engine asks again when a resource needs a plugin. It also skips policy packs,
// whose plugins the program does not need.
func requiredPackages(dir string) []*pulumirpc.PackageDependency {
	scan := packageScan{visited: map[string]bool{}}
	scan.directory(dir, false)
	return scan.found
}

type packageScan struct {
	visited map[string]bool
	found   []*pulumirpc.PackageDependency
}

func (s *packageScan) directory(dir string, inNodeModules bool) {
	dir, err := filepath.EvalSymlinks(dir)
	if err != nil || s.visited[dir] {
		return
	}
	s.visited[dir] = true
	entries, err := os.ReadDir(dir)
	if err != nil {
		return
	}
	for _, entry := range entries {
		path := filepath.Join(dir, entry.Name())
		info, err := os.Stat(path)
		switch {
		case err != nil:
		case !info.IsDir():
			if inNodeModules && entry.Name() == "package.json" {
				s.manifest(path)
			}
		default:
			if pack, err := workspace.DetectPolicyPackPathAt(path); err == nil && pack == "" {
				s.directory(path, inNodeModules || filepath.Base(dir) == "node_modules")
			}
		}
	}
}

func (s *packageScan) manifest(path string) {
	text, err := os.ReadFile(path)
	if err != nil {
		return
	}
	var manifest packageJSON
	if json.Unmarshal(text, &manifest) != nil || !manifest.Pulumi.Resource {
		return
	}
	name, err := pluginName(manifest)
	if err != nil {
		return
	}
	version := manifest.Pulumi.Version
	if version == "" {
		version = manifest.Version
	}
	if version == "" {
		return
	}
	s.found = append(s.found, &pulumirpc.PackageDependency{
		Name:             name,
		Kind:             "resource",
		Version:          "v" + strings.TrimPrefix(version, "v"),
		Server:           manifest.Pulumi.Server,
		Parameterization: parameterization(manifest.Pulumi.Parameterization),
		Extension:        parameterization(manifest.Pulumi.ExtensionParameterization),
	})
}

// pluginName returns the name of the package's plugin. Only packages in the @pulumi scope may omit it.
func pluginName(manifest packageJSON) (string, error) {
	if manifest.Pulumi.Name != "" {
		return manifest.Pulumi.Name, nil
	}
	if name, scoped := strings.CutPrefix(manifest.Name, "@pulumi/"); scoped {
		return name, nil
	}
	return "", errors.New("the package does not name its plugin")
}

func parameterization(p *plugin.PulumiParameterizationJSON) *pulumirpc.PackageParameterization {
	if p == nil {
		return nil
	}
	return &pulumirpc.PackageParameterization{Name: p.Name, Version: p.Version, Value: p.Value}
}
