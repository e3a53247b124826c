// Package toolchain tests the install script.
package toolchain

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

func TestInstallRejectsADownloadWithTheWrongChecksum(t *testing.T) {
	m := newMachine(t)
	m.release(strings.Repeat("0", 64))
	out, code := m.install()
	expect(t, out, "rejecting the download: its SHA-256 is not the pinned one", "Go is not installed")
	expectCode(t, code, 1)
	if left, _ := filepath.Glob(filepath.Join(m.home, ".cache/pulumi-ssh-keepalive/toolchain/*pulumi*")); left != nil {
		t.Errorf("it left %v behind", left)
	}
}

func TestInstallDownloadsNothingUnpinned(t *testing.T) {
	m := newMachine(t)
	m.release("")
	checksums := filepath.Join(m.root, "tools/toolchain/checksums")
	if err := os.WriteFile(checksums, []byte("# none\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	m.goCompiler()
	expect(t, m.installed(), `not downloading pulumi-v3.250.0-.*\.tar\.gz: its SHA-256 is not pinned`, "built with Go")
	if len(m.requests) != 0 {
		t.Errorf("it requested %v", m.requests)
	}
}

func TestInstallDownloadsOverHTTPSOnly(t *testing.T) {
	m := newMachine(t)
	m.release("")
	m.goCompiler()
	plain := httptest.NewServer(http.HandlerFunc(m.serve))
	t.Cleanup(plain.Close)
	cmd := m.command("bash", filepath.Join(m.root, "tools/toolchain/install"))
	cmd.Env = append(cmd.Env, "PULUMI_RELEASES_URL="+plain.URL)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	expect(t, string(out), "it is not an https URL", "built with Go")
	if len(m.requests) != 0 {
		t.Errorf("it requested %v", m.requests)
	}
}

func TestInstallKillsACommandThatHangs(t *testing.T) {
	m := newMachine(t)
	m.program(filepath.Join(m.bin, "sleeper"), "#!/bin/sh\nexec sleep 600\n")
	script := ". " + filepath.Join(m.root, "tools/toolchain/parts/run.sh") +
		"; within 1 sleeper && exit 3; within 60 true || exit 4; within 60 sh -c 'exit 7'; [ $? -eq 7 ]"
	if out, err := m.command("bash", "-c", script).CombinedOutput(); err != nil {
		t.Errorf("%v: %s", err, out)
	}
}

func TestInstallReportsWhatIsMissing(t *testing.T) {
	m := newMachine(t)
	out, code := m.install()
	expect(t, out, "Go is not installed", `install Go 1\.[0-9.]+ or newer: https://go.dev/doc/install`,
		"install Pulumi 3.250.0 and put it on PATH", "PULUMI_RELEASES_URL")
	expectCode(t, code, 1)

	m.program(filepath.Join(m.bin, "go"), "#!/bin/sh\n[ $1 = version ] && echo go version go1.19.8 linux/amd64\n")
	out, code = m.install()
	expect(t, out, `Go 1\.[0-9.]+ or newer is required, found go version go1.19.8 linux/amd64`)
	expectCode(t, code, 1)
}

func TestInstallBuildsWhatItCannotDownload(t *testing.T) {
	m := newMachine(t)
	m.goCompiler()
	expect(t, m.installed(), `not downloading pulumi-v3.250.0-.*\.tar\.gz: its SHA-256 is not pinned`,
		"building the Pulumi CLI 3.250.0 from Go modules, about 5 minutes the first time",
		"ready: pulumi v3.250.0, built with Go, with a stand-in language host; a stand-in for command plugin 1.2.1")
	expect(t, m.run(), "toolchain/home")
	if m.builds() != 3 {
		t.Errorf("%d builds, want one each for the CLI and the stand-ins", m.builds())
	}

	// A change of the script sets up the toolchain again, but rebuilds nothing.
	script, err := os.OpenFile(filepath.Join(m.root, "tools/toolchain/install"), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprintln(script, "# changed")
	script.Close()
	expect(t, m.installed(), "ready: ")
	if m.builds() != 3 {
		t.Errorf("%d builds after a change of the script", m.builds())
	}

	m.program(filepath.Join(m.root, "tools/toolchain/plugin-command/more.go"), "package main\n")
	expect(t, m.installed(), "building pulumi-resource-command", "ready: ")
	if m.builds() != 4 {
		t.Errorf("%d builds after a change of the plugin", m.builds())
	}
}

func TestInstallShowsWhyABuildFailedAndKeepsNoPartOfIt(t *testing.T) {
	m := newMachine(t)
	m.goCompiler()
	broken := filepath.Join(m.home, "broken")
	if err := os.WriteFile(broken, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	out, code := m.install()
	expect(t, out, "no space left on device\n", "failed, see above: building the Pulumi CLI")
	expectCode(t, code, 1)
	if err := os.Remove(broken); err != nil {
		t.Fatal(err)
	}
	expect(t, m.installed(), "ready: ")
}

func TestInstallDoesNothingTwice(t *testing.T) {
	m := newMachine(t)
	m.release("")
	m.installed()
	m.requests = nil
	out := m.installed()
	if lines := strings.Count(out, "\n"); lines != 1 || len(m.requests) != 0 {
		t.Errorf("the second run requested %v and printed:\n%s", m.requests, out)
	}

	if err := os.RemoveAll(filepath.Join(m.root, ".toolchain")); err != nil {
		t.Fatal(err)
	}
	m.installed()
	if len(m.requests) != 0 {
		t.Errorf("with a full cache it requested %v", m.requests)
	}
}

func TestInstallRestoresADeletedCache(t *testing.T) {
	m := newMachine(t)
	m.release("")
	m.installed()
	if err := os.RemoveAll(filepath.Join(m.home, ".cache")); err != nil {
		t.Fatal(err)
	}
	m.installed()
	expect(t, m.run(), "toolchain/home")
}

func TestInstallRunsConcurrently(t *testing.T) {
	m := newMachine(t)
	m.release("")
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			if out, code := m.install(); code != 0 || !strings.Contains(out, "ready: ") {
				t.Errorf("it exited with %d:\n%s", code, out)
			}
		})
	}
	wait.Wait()
	if len(m.requests) != 1 {
		t.Errorf("all runs together requested %v", m.requests)
	}
}

func TestInstalledPulumiFindsThePluginWithAnyHome(t *testing.T) {
	m := newMachine(t)
	m.pulumi("v3.270.0")
	m.installed()
	out := filepath.Join(m.root, ".toolchain")
	plugin := filepath.Join(out, "home/plugins/resource-command-v1.2.1/pulumi-resource-command")
	if _, err := os.Stat(plugin); err != nil {
		t.Fatal(err)
	}
	if got, want := m.run(), out+"/home | "+m.bin; got != want {
		t.Errorf("without a home it runs with %s, want %s", got, want)
	}
	if got, want := m.run("PULUMI_HOME="+out+"/home"), out+"/home | "+m.bin; got != want {
		t.Errorf("with a home that has the plugin it runs with %s, want %s", got, want)
	}
	if got, want := m.run("PULUMI_HOME=/other"), "/other | "+out+"/plugin:"+m.bin; got != want {
		t.Errorf("with another home it runs with %s, want %s", got, want)
	}
}

func TestInstallPrintsHelp(t *testing.T) {
	m := newMachine(t)
	expect(t, m.installed("--help"), `^Usage: tools/toolchain/install \[languages\]\n`, "PULUMI_RELEASES_URL")
	if _, err := os.Stat(filepath.Join(m.root, ".toolchain")); err == nil {
		t.Error("--help installed something")
	}
	if out, code := m.install("--now"); code != 2 || !strings.HasPrefix(out, "Usage: ") {
		t.Errorf("it exited with %d:\n%s", code, out)
	}
}
