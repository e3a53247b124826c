package toolchain

import (
	"os"
	"path/filepath"
	"testing"
)

func TestInstallPrefersPulumiOnPath(t *testing.T) {
	m := newMachine(t)
	m.release("")
	dir := m.pulumi("v3.270.0")
	expect(t, m.installed(), "using pulumi v3.270.0 from "+dir,
		"ready: pulumi v3.270.0 from .*; the official command plugin 1.2.1")
	if len(m.requests) != 0 {
		t.Errorf("it requested %v", m.requests)
	}
}

func TestInstallSkipsTheWrapperOfAnotherCheckout(t *testing.T) {
	m := newMachine(t)
	m.release("")
	m.pulumi("v3.270.0")
	m.installed()
	ours, err := os.ReadFile(filepath.Join(m.root, ".toolchain/bin/pulumi"))
	if err != nil {
		t.Fatal(err)
	}
	other := filepath.Join(filepath.Dir(m.root), "other/.toolchain/bin")
	m.program(filepath.Join(other, "pulumi"), string(ours))
	m.program(filepath.Join(other, "pulumi-language-nodejs"), "#!/bin/sh\n")
	m.bin = other + ":" + m.bin
	expect(t, m.installed(), "ready: pulumi v3.270.0 from .*/opt/pulumi;")
}

func TestInstallDownloadsTheReleaseIfPulumiOnPathIsUnsuitable(t *testing.T) {
	for name, prepare := range map[string]func(*machine){
		"none":             func(*machine) {},
		"too old":          func(m *machine) { m.pulumi("v3.201.0") },
		"another major":    func(m *machine) { m.pulumi("v4.0.0") },
		"no language host": func(m *machine) { os.Remove(filepath.Join(m.pulumi("v3.270.0"), "pulumi-language-nodejs")) },
	} {
		t.Run(name, func(t *testing.T) {
			m := newMachine(t)
			m.release("")
			prepare(m)
			expect(t, m.installed(), "ready: pulumi v3.250.0, the official release; the official command plugin")
		})
	}
}

func TestInstallBuildsThePluginForPulumiOnPathIfItCannotFetchIt(t *testing.T) {
	m := newMachine(t)
	m.goCompiler()
	m.program(filepath.Join(m.pulumi("v3.270.0"), "pulumi"), "#!/bin/sh\n[ $1 = version ] && echo v3.270.0\n")
	expect(t, m.installed(), "ready: pulumi v3.270.0 from .*; a stand-in for command plugin 1.2.1")
	if m.builds() != 1 {
		t.Errorf("%d builds, want one", m.builds())
	}
}
